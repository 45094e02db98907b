//! The database: what is confirmed is there, what stopped left nothing, and both engines agree.

use super::scratch::{Scratch, on_each_engine};
use super::*;
use crate::sql;
use logic::refusal::Refusal;
use std::sync::atomic::{AtomicU32, Ordering};

const TABLES: &[Migration] =
    &[Migration::new("test-0001", "create table note (id text primary key, number bigint, said text, bytes bytea)")];

async fn open(scratch: &Scratch) -> Db {
    let all: Vec<_> = crate::MIGRATIONS.concat().into_iter().chain(TABLES.iter().copied()).collect();
    Db::open(scratch.address(), Clock::default(), &all).await.unwrap()
}

fn insert(tx: &Tx, id: &str, number: i64) -> Result<u64, Fault> {
    tx.run(sql!("insert into note (id, number) values ($1, $2)"), &[&id, &number])
}

async fn count(db: &Db) -> i64 {
    db.read(|read| Ok(read.number(sql!("select count(*) from note"), &[])?)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn values_come_back_as_they_went_in() {
    on_each_engine(|scratch| async move {
        let db = open(&scratch).await;
        db.write(|tx| {
            let insert = sql!("insert into note (id, number, said, bytes) values ($2, $3, $1, $4)");
            tx.run(insert, &[&"说'\";--", &"a", &i64::MIN, &vec![0u8, 255]])?;
            Ok(tx.run(insert, &[&None::<String>, &"b", &None::<i64>, &None::<Vec<u8>>])?)
        })
        .await
        .unwrap();
        type All = (Option<i64>, Option<String>, Option<Vec<u8>>);
        let rows: Vec<All> = db
            .read(
                |read| Ok(read.list(sql!("select number, said, bytes from note order by id"), &[], |row| row.read())?),
            )
            .await
            .unwrap();
        assert_eq!(rows, [(Some(i64::MIN), Some("说'\";--".into()), Some(vec![0, 255])), (None, None, None)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_stops_leaves_nothing_and_spares_the_others() {
    on_each_engine(|scratch| async move {
        let db = open(&scratch).await;
        let writes = (0..40).map(|number: i64| {
            let db = db.clone();
            async move {
                db.write(move |tx| {
                    insert(tx, &number.to_string(), number)?;
                    match number % 4 {
                        0 => Err(Refusal::new("no").into()),
                        1 => panic!("a bug"),
                        2 => Ok(insert(tx, &number.to_string(), number)?),
                        _ => Ok(1),
                    }
                })
                .await
            }
        });
        let done = futures_util::future::join_all(writes).await;
        assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 10);
        assert!(matches!(&done[0], Err(Stop::Refused(refusal)) if refusal.code == "no"));
        assert!(matches!(&done[1], Err(Stop::Fault(fault)) if fault.kind == FaultKind::Broken));
        assert!(matches!(&done[2], Err(Stop::Fault(fault)) if fault.kind == FaultKind::Constraint));
        assert_eq!(count(&db).await, 10);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_can_be_undone_alone() {
    on_each_engine(|scratch| async move {
        let db = open(&scratch).await;
        db.write(|tx| {
            insert(tx, "kept", 1)?;
            let undone: Result<(), Stop> = tx.step(|tx| {
                insert(tx, "gone", 2)?;
                insert(tx, "gone", 3)?;
                Ok(())
            });
            assert!(undone.is_err());
            Ok(insert(tx, "also kept", 4)?)
        })
        .await
        .unwrap();
        assert_eq!(count(&db).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn writes_that_meet_run_again_and_none_is_lost() {
    on_each_engine(|scratch| async move {
        let db = open(&scratch).await;
        db.write(|tx| Ok(insert(tx, "counter", 0)?)).await.unwrap();
        let runs = std::sync::Arc::new(AtomicU32::new(0));
        let adds = (0..50).map(|_| {
            let (db, runs) = (db.clone(), runs.clone());
            async move {
                db.write(move |tx| {
                    runs.fetch_add(1, Ordering::Relaxed);
                    let now = tx.number(sql!("select number from note where id = 'counter'"), &[])?;
                    Ok(tx.run(sql!("update note set number = $1 where id = 'counter'"), &[&(now + 1)])?)
                })
                .await
            }
        });
        for done in futures_util::future::join_all(adds).await {
            done.unwrap();
        }
        let total = db.read(|read| Ok(read.number(sql!("select number from note"), &[])?)).await.unwrap();
        assert_eq!(total, 50, "{} runs", runs.load(Ordering::Relaxed));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_sees_one_moment() {
    on_each_engine(|scratch| async move {
        let db = open(&scratch).await;
        let writer = db.clone();
        let seen = db
            .read(|read| {
                let before = read.number(sql!("select count(*) from note"), &[])?;
                let other = writer.clone();
                let written = std::thread::scope(|scope| {
                    let runtime = tokio::runtime::Handle::current();
                    scope.spawn(move || runtime.block_on(other.write(|tx| Ok(insert(tx, "new", 1)?)))).join()
                });
                written.unwrap().unwrap();
                Ok((before, read.number(sql!("select count(*) from note"), &[])?))
            })
            .await
            .unwrap();
        assert_eq!(seen, (0, 0));
        assert_eq!(count(&db).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn migrations_run_once_and_may_not_change() {
    on_each_engine(|scratch| async move {
        drop(open(&scratch).await);
        drop(open(&scratch).await);
        let changed = [Migration::new("test-0001", "create table other (id text)")];
        let again = Db::open(scratch.address(), Clock::default(), &changed).await;
        assert_eq!(
            again.err().map(|fault| fault.to_string()),
            Some("migrating: test-0001 is not the text that was applied".into())
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_nothing_breaks() {
    let scratch = Scratch::sqlite();
    let db = open(&scratch).await;
    db.write(|tx| Ok(tx.batch("pragma max_page_count = 150")?)).await.unwrap();
    let mut kept = 0;
    let full = loop {
        let text = "x".repeat(20_000);
        let insert = move |tx: &mut Tx| {
            Ok(tx.run(sql!("insert into note (id, said) values ($1, $2)"), &[&kept.to_string(), &text])?)
        };
        match db.write(insert).await {
            Ok(_) => kept += 1,
            Err(stop) => break stop,
        }
    };
    assert!(matches!(full, Stop::Fault(fault) if fault.kind == FaultKind::Full));
    assert_eq!(count(&db).await, kept);
    let sound = db
        .read(|read| Ok(read.find(sql!("select 1 where exists (select 1 from note)"), &[], |row| row.get::<i64>(0))?))
        .await
        .unwrap();
    assert_eq!(sound, Some(1));
    db.write(|tx| Ok(tx.batch("pragma max_page_count = 100000")?)).await.unwrap();
    db.write(|tx| Ok(insert(tx, "room again", 1)?)).await.unwrap();
    assert_eq!(count(&db).await, kept + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_of_the_ground_is_understood_by_both_engines() {
    on_each_engine(|scratch| async move {
        let db = open(&scratch).await;
        let prepared = db
            .read(|read| {
                let statements: Vec<_> = registered().collect();
                statements
                    .iter()
                    .try_for_each(|sql| read.prepare(sql).map_err(|fault| Fault::broken(sql.at, fault)))?;
                Ok(statements.len())
            })
            .await;
        assert!(prepared.unwrap() > 80);
    })
    .await;
}
