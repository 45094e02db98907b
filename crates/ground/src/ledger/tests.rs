//! The ledger on both engines: figures from the cache are figures from the facts, and a changed past shows.

use super::*;
use crate::db::scratch::{Scratch, on_each_engine};
use crate::db::{Db, Tx};
use crate::sql;
use crate::stop::Stop;
use logic::act::{Act, Change, House, Role::*, Viewer, Who::*};
use logic::code::{Audience, Channel, Reason};
use logic::fact::{Draft, FactKind};
use logic::fold::Query;
use logic::id::{Id, PersonId};
use logic::place::PlaceCode;
use logic::time::Day;

static VISITED: FactKind = FactKind::new("test.visited", 1, None);

logic::act!(Visit: House, "test.visit", [Program, Role(Officer)]);

async fn open(scratch: &Scratch) -> Db {
    Db::open(scratch.address(), crate::clock::Clock::default(), &crate::MIGRATIONS.concat()).await.unwrap()
}

fn id(number: u8) -> Id {
    Id::from([number; 16])
}

fn visit(noun: u8, village: i64, person: u8, day: i32, people: i64) -> Draft {
    Draft::new(&VISITED, id(noun), Day(20_000 + day))
        .place(PlaceCode(210_181_104_000 + village))
        .person(PersonId(id(person)))
        .audience(Audience::Farmers)
        .channel(Channel::Onsite)
        .quantity(people)
}

fn change(tx: &Tx, facts: Vec<Draft>) -> Result<Change<()>, Stop> {
    let may = Viewer::program(tx.now).may::<Visit>(&House)?;
    let mut facts = facts.into_iter();
    let first = facts.next().expect("a fact");
    Ok(Change::new(may, (), first).and_all(facts))
}

async fn say(db: &Db, facts: Vec<Draft>) {
    db.write(move |tx| {
        let change = change(tx, facts.clone())?;
        tx.commit(change, |_, ()| Ok(()))
    })
    .await
    .unwrap();
}

async fn correct(db: &Db, noun: u8, fact: Draft) {
    db.write(move |tx| {
        let change = change(tx, vec![fact.clone()])?.correcting(id(noun), &[&VISITED], Reason::Mistyped);
        tx.commit(change, |_, ()| Ok(()))
    })
    .await
    .unwrap();
}

fn query(measure: &str) -> Query {
    format!("measure={measure}&kind=test.visited").parse().unwrap()
}

async fn value(db: &Db, measure: &str) -> i64 {
    let query = query(measure);
    db.read(move |read| Ok(read.figure(&query)?.value())).await.unwrap()
}

async fn verified(db: &Db) -> Result<(i64, i64), Misfit> {
    let verified = db.read(|read| Ok(verify(read, |_| ())?)).await.unwrap();
    verified.map(|verified| (verified.facts, verified.folds))
}

const MEASURES: [&str; 4] = ["facts", "sum", "places", "persons"];

async fn values(db: &Db) -> [i64; 4] {
    [value(db, "facts").await, value(db, "sum").await, value(db, "places").await, value(db, "persons").await]
}

async fn keep_all(db: &Db) {
    for measure in MEASURES {
        keep(db, query(measure)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_follow_the_facts_with_and_without_the_cache() {
    on_each_engine(|scratch| async move {
        let db = open(&scratch).await;
        say(&db, (0..10).map(|day| visit(1 + day, 1, 1, day.into(), 20)).collect()).await;
        assert_eq!(values(&db).await, [10, 200, 1, 1]);
        keep_all(&db).await;
        assert_eq!(values(&db).await, [10, 200, 1, 1]);
        say(&db, vec![visit(50, 2, 2, 40, 5), visit(51, 1, 2, 41, 5)]).await;
        assert_eq!(values(&db).await, [12, 210, 2, 2]);
        correct(&db, 50, visit(50, 1, 2, 40, 7)).await;
        assert_eq!(values(&db).await, [12, 212, 1, 2]);
        keep_all(&db).await;
        assert_eq!(values(&db).await, [12, 212, 1, 2]);
        assert_eq!(verified(&db).await, Ok((14, 4)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_behind_a_figure_is_as_much_as_it_says() {
    on_each_engine(|scratch| async move {
        let db = open(&scratch).await;
        say(&db, vec![visit(1, 1, 1, 0, 3), visit(2, 1, 2, 1, 4), visit(3, 2, 1, 2, 5)]).await;
        correct(&db, 3, visit(3, 1, 1, 2, 6)).await;
        let (facts, places, then) = db
            .read(|read| {
                let head = read.last_fact()?.0;
                let facts = read.facts_behind(&query("sum"), head, 0, 100)?;
                let then = read.facts_behind(&query("sum"), 3, 0, 100)?;
                Ok((facts, read.members_behind(&query("places"), head)?, then))
            })
            .await
            .unwrap();
        assert_eq!(
            facts.lines.iter().map(|line| (line.position, line.quantity, line.corrects)).collect::<Vec<_>>(),
            [(5, 6, Some(3)), (2, 4, None), (1, 3, None)]
        );
        assert_eq!(
            (facts.total, facts.lines.iter().map(|line| line.quantity).sum::<i64>()),
            (3, value(&db, "sum").await)
        );
        assert_eq!(places.len() as i64, value(&db, "places").await);
        assert_eq!((then.total, then.lines.len()), (3, 3));
        assert_eq!(then.lines[0].quantity, 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn merged_persons_count_once_from_then_on_and_twice_before() {
    on_each_engine(|scratch| async move {
        let db = open(&scratch).await;
        say(&db, vec![visit(1, 1, 1, 0, 3), visit(2, 1, 2, 1, 4)]).await;
        keep(&db, query("persons")).await.unwrap();
        say(&db, vec![Draft::new(&PERSON_MERGED, id(2), Day(20_000)).person(PersonId(id(2))).object(Some(id(1)))])
            .await;
        assert_eq!(value(&db, "persons").await, 1);
        keep(&db, query("persons")).await.unwrap();
        assert_eq!(value(&db, "persons").await, 1);
        let before = db.read(|read| Ok(read.figure_at(&query("persons"), 2)?.value())).await.unwrap();
        assert_eq!(before, 2);
        assert_eq!(verified(&db).await, Ok((3, 1)));
        let mut own: Query = query("facts");
        own.filter.person = Some(id(1));
        keep(&db, own.clone()).await.unwrap();
        for (position, facts) in [(2, 1), (3, 2)] {
            let asked = own.clone();
            let behind = db.read(move |read| Ok(read.facts_behind(&asked, position, 0, 10)?)).await.unwrap();
            assert_eq!((behind.total, behind.lines.len()), (facts, facts as usize), "at {position}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn writers_at_once_make_one_chain_without_holes() {
    on_each_engine(|scratch| async move {
        let db = open(&scratch).await;
        let writes =
            (0..60).map(|number| {
                let db = db.clone();
                async move {
                    say(&db, vec![visit(number, number.into(), 1, 0, 1), visit(number, number.into(), 2, 0, 1)]).await
                }
            });
        futures_util::future::join_all(writes).await;
        assert_eq!(verified(&db).await, Ok((120, 0)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_past_is_named() {
    on_each_engine(|scratch| async move {
        let db = open(&scratch).await;
        say(&db, (0..6).map(|number| visit(number, 1, 1, 0, 3)).collect()).await;
        correct(&db, 2, visit(2, 1, 1, 0, 4)).await;
        keep(&db, query("sum")).await.unwrap();
        assert_eq!(verified(&db).await, Ok((8, 1)));
        let spoil = |statement: &'static crate::db::Sql, params: [i64; 1]| {
            let db = db.clone();
            async move { db.write(move |tx| Ok(tx.run(statement, &[&params[0]])?)).await.unwrap() }
        };
        spoil(sql!("update fact set quantity = quantity + 1 where position = $1"), [3]).await;
        assert_eq!(verified(&db).await, Err(Misfit::Hash(3)));
        spoil(sql!("update fact set quantity = quantity - 1 where position = $1"), [3]).await;
        spoil(sql!("update fold_cell set total = total + 1 where part = 't' and facts > $1"), [0]).await;
        let misfit = Misfit::Fold {
            key: "measure=sum&kind=test.visited".into(),
            part: "t".into(),
            cached: "6 facts, sum 20, 0 members".into(),
            recomputed: "6 facts, sum 19, 0 members".into(),
        };
        assert_eq!(verified(&db).await, Err(misfit));
        spoil(sql!("update fold_cell set total = total - 1 where part = 't' and facts > $1"), [0]).await;
        spoil(sql!("delete from fact where position = $1"), [5]).await;
        assert_eq!(verified(&db).await, Err(Misfit::Hole { expected: 5, found: 6 }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fact_is_taken_back_once() {
    on_each_engine(|scratch| async move {
        let db = open(&scratch).await;
        say(&db, vec![visit(1, 1, 1, 0, 3)]).await;
        correct(&db, 1, visit(1, 1, 1, 0, 4)).await;
        correct(&db, 1, visit(1, 1, 1, 0, 5)).await;
        assert_eq!(values(&db).await, [1, 5, 1, 1]);
        let history: Vec<_> = db
            .read(|read| Ok(read.history_of(id(1))?))
            .await
            .unwrap()
            .iter()
            .map(|fact| (fact.sign, fact.quantity, fact.corrects))
            .collect();
        assert_eq!(history, [(1, 3, None), (-1, 3, Some(1)), (1, 4, Some(1)), (-1, 4, Some(3)), (1, 5, Some(3))]);
        assert_eq!(Visit::NAME, "test.visit");
    })
    .await;
}
