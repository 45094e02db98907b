//! Every statement of the program is understood by both engines, on the tables that all migrations together make.

use ground::clock::Clock;
use ground::db::{Db, registered, scratch};
use tenfold::slices::SLICES;

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_is_understood_by_each_engine() {
    let statements: Vec<_> = registered().collect();
    assert!(statements.len() > 150, "only {} statements are known: has the linker dropped some?", statements.len());
    scratch::on_each_engine(|scratch| async move {
        let db = Db::open(scratch.address(), Clock::default(), &web::migrations(SLICES)).await.unwrap();
        let bad = db
            .read(|read| {
                Ok(registered()
                    .filter_map(|sql| Some(format!("{}: {}", sql.at, read.prepare(sql).err()?)))
                    .collect::<Vec<_>>())
            })
            .await
            .unwrap();
        assert!(bad.is_empty(), "{bad:#?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_is_opened_again_and_again_without_change() {
    scratch::on_each_engine(|scratch| async move {
        for _ in 0..3 {
            Db::open(scratch.address(), Clock::default(), &web::migrations(SLICES)).await.unwrap();
        }
    })
    .await;
}
