//! Sheets come in row by row, are looked at, and go out again.

use crate::SLICES;
use crate::city::*;
use axum::http::StatusCode;
use web::kit::on_each_engine;

#[tokio::test(flavor = "multi_thread")]
async fn sheets_come_in_row_by_row_and_go_out_again() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        let rows = [
            NEEDS[0],
            NEEDS[1],
            &["无名村", "", "", "农艺学", "某需求", "", "", ""],
            &["石桥镇 小河村", "", "", "炼丹", "某需求", "", "十三", ""],
        ];
        let id = lin.upload("/imports", &[("batch_kind", "needs")], ("sheet", "需求.xlsx", &xlsx(&rows))).await.done();
        let page = lin.get(&format!("/imports/{id}")).await.ok();
        let told: Vec<_> = page.rows().iter().take(2).map(|row| (row[0].clone(), row[1].clone())).collect();
        let expected = [
            ("3", "村：没有这个地方。"),
            ("4", "学科：没有这个学科。请用 GB/T 13745 的名称或代码。\n月份：月份请写成 3-10。"),
        ];
        assert_eq!(told, expected.map(|(row, problem)| (row.to_owned(), problem.to_owned())));
        assert_eq!(lin.get("/needs").await.ok().rows().len(), 0, "nothing is stored before someone has looked");
        let bad = paper::read_sheet(&lin.get(&format!("/imports/{id}/bad.xlsx")).await.ok().bytes).unwrap();
        assert_eq!(bad.rows[1].last().map(String::as_str), Some("村：没有这个地方。"));
        lin.post(&format!("/imports/{id}/import"), &[]).await.done();
        assert_eq!(lin.get("/needs").await.ok().rows(), [["水稻育秧", "大河村", "农艺学", "1", "3—5月", "待匹配"]]);
        assert_eq!(lin.post(&format!("/imports/{id}/import"), &[]).await.problems(), ["这批已经处理过。"]);
        let again =
            lin.upload("/imports", &[("batch_kind", "needs")], ("sheet", "需求.xlsx", &xlsx(&rows[..2]))).await.done();
        assert!(lin.get(&format!("/imports/{again}")).await.ok().says("需求：这个村已经提过这项需求。"));
        lin.post(&format!("/imports/{id}/undo"), &[]).await.done();
        assert_eq!(lin.get("/needs").await.ok().rows().len(), 0);
        let stated =
            walk.read(|read| Ok(read.figure(&"measure=nouns&kind=need.stated".parse().unwrap())?.value())).await;
        assert_eq!(stated, 0);
        let experts = import(&lin, "experts", EXPERTS).await;
        assert_eq!(lin.get("/experts").await.ok().rows().len(), 3);
        lin.post(&format!("/imports/{experts}/undo"), &[]).await.done();
        assert_eq!(lin.get("/experts").await.ok().rows().len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_sheets_are_told_as_a_whole() {
    on_each_engine(SLICES, |walk| async move {
        let lin = city(&walk).await;
        let upload = async |bytes: &[u8]| {
            lin.upload("/imports", &[("batch_kind", "needs")], ("sheet", "表.xlsx", bytes)).await.problems()
        };
        assert_eq!(upload(b"not a sheet\0").await, ["这个文件不是能读的表格。请用 XLSX、XLS、ODS 或 CSV。"]);
        assert_eq!(upload(&xlsx(&[&["村", "需求"]])).await, ["表头里没有这些列：学科。请用模板。"]);
        assert_eq!(upload(&xlsx(&[NEEDS[0]])).await, ["表格是空的。"]);
        let csv = "村,学科,需求\n大河村,农艺学,水稻育秧\n";
        let (gb, ..) = (csv.as_bytes(), ());
        let id = lin.upload("/imports", &[("batch_kind", "needs")], ("sheet", "表.csv", gb)).await.done();
        lin.post(&format!("/imports/{id}/import"), &[]).await.done();
        assert_eq!(lin.get("/needs").await.ok().rows().len(), 1);
        let stranger = by_phone(&walk, "外人", "13700000000").await;
        assert_eq!(stranger.get("/imports").await.status, StatusCode::NOT_FOUND);
        let template = paper::read_sheet(&lin.get("/imports/template/needs").await.ok().bytes).unwrap();
        assert_eq!(template.rows[0], NEEDS[0]);
    })
    .await;
}
