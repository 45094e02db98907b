//! Walks through programmes: from planned to spread, and who sees what on the way.

use axum::http::StatusCode;
use ground::directory::UnitKind;
use logic::act::Role;
use programmes::SLICE;
use web::Slice;
use web::kit::on_each_engine;

static SLICES: &[&Slice] = &[&SLICE];

#[tokio::test(flavor = "multi_thread")]
async fn a_programme_lives_from_plan_to_practice() {
    on_each_engine(SLICES, |walk| async move {
        let office = walk.unit("科普部", UnitKind::Department, "云川市科协").await.to_string();
        let partner = walk.unit("农学会", UnitKind::Society, "云川市科协").await.to_string();
        let lin = walk.staff("林干事", Role::Officer, "科普部").await;
        let other = walk.staff("王干事", Role::Officer, "农学会").await;
        let visitor = walk.visitor();
        let fields = [("programme_name", "百千万工程"), ("goal", "百名专家进百村"), ("unit", office.as_str())];
        assert_eq!(other.post("/programmes", &fields).await.status, StatusCode::NOT_FOUND, "not under that unit");
        let id = lin.post("/programmes", &fields).await.done();
        assert_eq!(lin.post("/programmes", &fields).await.problems(), ["这个名称的项目已经有了。"]);
        let page = format!("/programmes/{id}");
        assert_eq!(visitor.get(&page).await.status, StatusCode::NOT_FOUND);
        assert_eq!(visitor.get("/programmes").await.ok().rows().len(), 0);
        lin.post(&format!("{page}/partners"), &[("unit", &partner)]).await.done();
        assert_eq!(
            lin.post(&format!("{page}/partners"), &[("unit", &partner)]).await.problems(),
            ["这个单位已经是牵头或协作单位。"]
        );
        lin.post(&format!("{page}/launch"), &[]).await.done();
        assert_eq!(
            lin.post(&format!("{page}/launch"), &[]).await.problems(),
            ["现在不能走这一步。请看项目处在哪个阶段。"]
        );
        assert_eq!(other.post(&format!("{page}/run"), &[]).await.status, StatusCode::NOT_FOUND);
        lin.post(&format!("{page}/run"), &[]).await.done();
        lin.post(&format!("{page}/conclude"), &[("summary", "一百个村都去了。")]).await.done();
        lin.post(&format!("{page}/spread"), &[("practice", "三人成组，六次进村。")]).await.done();
        let seen = visitor.get(&page).await.ok();
        assert!(seen.says("三人成组，六次进村。") && seen.says("一百个村都去了。") && seen.says("农学会"));
        assert_eq!(visitor.get("/programmes").await.ok().rows(), [["百千万工程", "推广", "科普部"]]);
        assert!(visitor.get("/search?q=x").await.status == StatusCode::NOT_FOUND, "search is the directory's");
        lin.post(&format!("{page}/partners/remove"), &[("unit", &partner)]).await.done();
        lin.post(&page, &[("programme_name", "百千万"), ("goal", "目标"), ("unit", &office)]).await.done();
        let kinds: Vec<_> = walk
            .read(|read| Ok(read.history_of(id.parse().unwrap())?))
            .await
            .into_iter()
            .map(|fact| fact.kind)
            .collect();
        let expected =
            ["added", "partner_added", "launched", "run", "concluded", "spread", "partner_removed", "edited"];
        assert_eq!(kinds, expected.map(|kind| format!("programme.{kind}")));
    })
    .await;
}
