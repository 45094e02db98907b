//! A city to walk in: three villages, an office and its officer, sheets of needs and experts, a round that is published.

use ground::directory::{Place, UnitKind};
use logic::act::Role;
use logic::fold::Query;

use paper::{Sheet, to_xlsx};
use web::kit::{Reader, Walk};

pub const BIG: &str = "990101001001";
pub const SMALL: &str = "990101001002";
pub const FAR: &str = "990102001001";

/// Three villages in two counties of one city, an office and its officer.
pub async fn city(walk: &Walk) -> Reader {
    let place = |code: &str, name: &str, lon: i32| Place {
        code: code.parse().unwrap(),
        name: name.into(),
        lon: Some(lon),
        lat: Some(40_000_000),
    };
    let places = vec![
        place("9901", "云川市", 120_000_000),
        place("990101", "东山区", 120_000_000),
        place("990101001", "石桥镇", 120_000_000),
        place(BIG, "大河村", 120_010_000),
        place(SMALL, "小河村", 120_020_000),
        place("990102", "西岭县", 121_000_000),
        place("990102001", "柳树乡", 121_000_000),
        place(FAR, "柳树村", 121_010_000),
    ];
    walk.write(move |tx| {
        tx.save_places(&places)?;
        Ok(tx.save_setting(ground::settings::REGION, "9901")?)
    })
    .await;
    walk.unit("普及部", UnitKind::Department, "云川市科协").await;
    walk.staff("林干事", Role::Officer, "云川市科协").await
}

pub fn xlsx(rows: &[&[&str]]) -> Vec<u8> {
    to_xlsx(&[Sheet {
        name: "表".into(),
        rows: rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect(),
    }])
}

pub const NEEDS: &[&[&str]] = &[
    &["村", "联络员", "联络员电话", "学科", "需求", "说明", "月份", "薄弱村"],
    &["大河村", "田大伯", "13900000001", "农艺学", "水稻育秧", "", "3-5", ""],
    &["小河村", "李大姐", "13900000002", "植物保护学", "果树病虫害", "", "", "是"],
    &["柳树村", "", "", "兽医学", "奶牛防疫", "", "", ""],
];

pub const EXPERTS: &[&[&str]] = &[
    &["姓名", "电话", "单位", "职称", "职称级别", "学科", "第二学科", "可任村数", "居住地", "月份"],
    &["陈研究员", "13800000001", "", "研究员", "正高级", "农艺学", "", "1", "东山区", ""],
    &["郑农艺师", "13800000002", "", "高级农艺师", "副高级", "植物保护学", "农艺学", "2", "西岭县", ""],
    &["孙工程师", "13800000003", "", "工程师", "中级", "计算机科学技术", "", "1", "", ""],
];

pub async fn import(lin: &Reader, kind: &str, rows: &[&[&str]]) -> String {
    let id = lin.upload("/imports", &[("batch_kind", kind)], ("sheet", "表.xlsx", &xlsx(rows))).await.done();
    lin.post(&format!("/imports/{id}/import"), &[]).await.done();
    id
}

/// A round that is published: its id, and the posts by village name.
pub async fn published(walk: &Walk, lin: &Reader) -> String {
    import(lin, "needs", NEEDS).await;
    import(lin, "experts", EXPERTS).await;
    let round = lin.post("/rounds", &[("round_name", "2026年第一轮"), ("year", "2026")]).await.done();
    lin.post(&format!("/rounds/{round}/solve"), &[]).await.done();
    lin.post(&format!("/rounds/{round}/publish"), &[("until", "2026-03-20")]).await.done();
    walk.work().await;
    round
}

pub async fn post_of(lin: &Reader, village: &str) -> String {
    let page = lin.get("/posts").await.ok();
    page.link(village).rsplit('/').next().unwrap().to_owned()
}

pub async fn by_phone(walk: &Walk, name: &str, phone: &str) -> Reader {
    let person = walk.person(name, Some(phone)).await;
    walk.by_phone(person).await
}

/// A post in 大河村 that is agreed, with its expert signed in.
pub async fn agreed(walk: &Walk, lin: &Reader) -> (String, Reader, Reader) {
    published(walk, lin).await;
    let post = post_of(lin, "大河村").await;
    let chen = by_phone(walk, "陈研究员", "13800000001").await;
    let tian = by_phone(walk, "田大伯", "13900000001").await;
    chen.post(&format!("/posts/{post}/accept"), &[]).await.done();
    tian.post(&format!("/posts/{post}/accept"), &[]).await.done();
    lin.post(&format!("/posts/{post}/agree"), &[("on", "2026-03-05")]).await.done();
    (post, chen, tian)
}

pub async fn expert_id(lin: &Reader, name: &str) -> String {
    lin.get("/experts").await.ok().link(name).rsplit('/').next().unwrap().to_owned()
}

pub async fn figures(walk: &Walk) -> [i64; 6] {
    let ask = |query: &str| query.parse::<Query>().unwrap();
    let queries = [
        ask("measure=facts&kind=visit.logged"),
        ask("measure=places&kind=visit.logged"),
        ask("measure=persons&kind=visit.logged"),
        ask("measure=sum&kind=visit.attended&channel=onsite"),
        ask("measure=persons&kind=visit.benefited"),
        ask("measure=objects&kind=technique.applied"),
    ];
    walk.read(move |read| {
        let values: Vec<i64> = queries
            .iter()
            .map(|query| Ok::<_, ground::stop::Stop>(read.figure(query)?.value()))
            .collect::<Result<_, _>>()?;
        Ok(values.try_into().unwrap())
    })
    .await
}
