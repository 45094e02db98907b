//! The ledger's proof: it fits, is changed behind the house's back, and the first record that does not fit is named.

use crate::{SLICES, administrator, page_of};
use ground::db::scratch;
use logic::act::Role;
use web::kit::{Walk, on_each_engine};

const CHANGE: &str = "update fact set quantity = 7 where position = 2";

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_that_fits_says_so_when_and_for_whom() {
    on_each_engine(SLICES, |walk| async move {
        let admin = administrator(&walk).await;
        assert!(admin.get("/ledger").await.ok().says("还没有核对过"));
        assert!(admin.get("/admin").await.ok().says("账本还没有核对过"));
        walk.staff("lin", Role::Officer, "云川市科协").await;
        let page = page_of(&walk, "lin").await;
        admin.post(&format!("{page}/close"), &[]).await.done();
        admin.post("/ledger/verify", &[]).await.done();
        let row = &admin.get("/ledger").await.ok().rows()[0];
        assert_eq!(row[1..], ["管理员", "全部相符", "1", "0"].map(String::from));
        admin.post("/ledger/verify", &[]).await.done();
        assert_eq!(admin.get("/ledger").await.ok().rows()[0][3], "2", "the verification is a fact itself");
        assert!(!admin.get("/admin").await.ok().says("账本还没有核对过"));
        walk.later(32 * 24 * 3600).await;
        assert!(admin.get("/admin").await.ok().says("账本上次核对是 2026-03-05"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_past_is_named() {
    scratch::on_each_engine(|scratch| async move {
        let walk = Walk::new(SLICES, scratch).await;
        let admin = administrator(&walk).await;
        for _ in 0..3 {
            admin.post("/settings", &[("association", "云川市科协")]).await.done();
        }
        walk.write(|tx| Ok(tx.run(ground::sql!(CHANGE), &[])?)).await;
        admin.post("/ledger/verify", &[]).await.done();
        let page = admin.get("/ledger").await.ok();
        assert!(
            page.says("有不符 第 2 条事实被改动过。") && page.says("fact 2 is not what it was"),
            "{}",
            page.words()
        );
        assert_eq!(page.rows()[0][2], "有不符");
        let overview = admin.get("/admin").await.ok();
        assert!(overview.says("请尽快处理 账本核对不符"), "{}", overview.words());
    })
    .await;
}
