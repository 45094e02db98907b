//! Walks through the forms that ask about activities: every cell is its drill-down, "0" is not "-", a correction moves them.

#![expect(clippy::unwrap_used, reason = "a story stops where it breaks")]

use activities::SLICE;
use axum::http::StatusCode;
use ground::directory::UnitKind;
use logic::act::{Change, House, Role, Viewer};
use logic::code::{Channel, Reason};
use logic::fact::{Draft, FactKind};
use logic::fold::Query;
use logic::id::Id;
use logic::time::Day;
use web::Slice;
use web::kit::{Reader, Seen, Walk, first_day, on_each_engine};

static SLICES: &[&Slice] = &[&SLICE];

/// Attendance as the ledger holds it, whoever writes it down.
static ATTENDED: FactKind = FactKind::new("activity.attended", 1, None);
static COUNTED: FactKind = FactKind::new("activity.counted", 1, None);
logic::act!(NoteAttendance: House, "attendance.note", [logic::act::Who::Anyone]);

/// Someone's attendance, or heads, of an activity.
#[derive(Clone)]
struct Noted {
    kind: &'static FactKind,
    noun: Id,
    object: Id,
    unit: Id,
    class: &'static str,
    channel: Channel,
    on: Day,
    quantity: i64,
}

async fn note(walk: &Walk, noted: &Noted, corrects: Option<Reason>) {
    let noted = noted.clone();
    walk.write(move |tx| {
        let may = Viewer::visitor(tx.now).may::<NoteAttendance>(&House)?;
        let fact = Draft::new(noted.kind, noted.noun, noted.on)
            .object(Some(noted.object))
            .unit(logic::id::UnitId::from(noted.unit))
            .class(noted.class)
            .channel(noted.channel)
            .quantity(noted.quantity);
        let change = Change::new(may, (), fact);
        let change = match corrects {
            Some(reason) => change.correcting(noted.noun, &[noted.kind], reason),
            None => change,
        };
        tx.commit(change, |_, ()| Ok(()))
    })
    .await;
}

struct City {
    county: String,
    society: String,
    popular: String,
    lin: Reader,
    gao: Reader,
}

/// A city with its department of popularization, a county, a society.
async fn city(walk: &Walk) -> City {
    let county = walk.unit("清溪县科协", UnitKind::District, "云川市科协").await.to_string();
    let popular = walk.unit("科普部", UnitKind::Department, "清溪县科协").await.to_string();
    let society = walk.unit("农学会", UnitKind::Society, "清溪县科协").await.to_string();
    let lin = walk.staff("林干事", Role::Officer, "云川市科协").await;
    let gao = walk.staff("高干事", Role::Officer, "清溪县科协").await;
    City { county, society, popular, lin, gao }
}

/// An activity approved and announced; its id.
async fn announced(city: &City, title: &str, class: &str, unit: &str, day: Day, more: &[(&str, &str)]) -> String {
    let (from, to) = (format!("{day} 09:00"), format!("{day} 11:00"));
    let mut fields = vec![
        ("title", title),
        ("class", class),
        ("field", "popular"),
        ("unit", unit),
        ("starts_at", from.as_str()),
        ("ends_at", to.as_str()),
        ("mode", "online"),
        ("link", "https://live.example.org/1"),
        ("audiences", "youth"),
        ("about", "从种子讲起。"),
    ];
    fields.extend(more);
    let id = city.gao.post("/activities", &fields).await.done();
    city.gao.post(&format!("/activities/{id}/file"), &[]).await.done();
    city.lin.post(&format!("/activities/{id}/approve"), &[]).await.done();
    city.gao.post(&format!("/activities/{id}/announce"), &[]).await.done();
    id
}

/// The table's row of a name: times, on site, online.
fn row(page: &Seen, name: &str) -> Vec<String> {
    let rows = page.rows();
    let found = rows.iter().find(|row| row[0] == name);
    found.map(|row| row[2..].to_vec()).unwrap_or_else(|| panic!("no row {name} in {rows:?}"))
}

/// What the questions behind every link to figures come to, in the page's order.
async fn asked(walk: &Walk, page: &Seen) -> Vec<i64> {
    let mut values = Vec::new();
    for link in page.links() {
        if let Some(question) = link.strip_prefix("/figures/open?") {
            let query: Query = question.parse().unwrap();
            values.push(walk.read(move |read| Ok(read.figure(&query)?.value())).await);
        }
    }
    values
}

/// The numbers that stand in links to figures, in the page's order.
fn linked(page: &Seen) -> Vec<i64> {
    let html = page.html();
    let links = html.split("href=\"/figures/open?").skip(1);
    links
        .map(|rest| {
            let text = rest.split_once('>').unwrap().1.split('<').next().unwrap();
            text.replace(',', "").parse().unwrap()
        })
        .collect()
}

const STATISTICS: &str = "/activities/forms/statistics?year=2026";
const LECTURES: &str = "科普（技）讲座";
const EXHIBITIONS: &str = "科普（技）专题展览";
const MAJOR: &str = "重大科普活动（1000 人次以上）";

#[tokio::test(flavor = "multi_thread")]
async fn the_statistics_are_filled_from_the_facts() {
    on_each_engine(SLICES, |walk| async move {
        let city = city(&walk).await;
        let day = first_day().plus(7);
        let lecture = announced(&city, "种子的故事", "lecture", &city.county, day, &[]).await;
        let inside = announced(&city, "种子的来历", "lecture", &city.popular, day, &[]).await;
        let other = announced(&city, "土壤讲座", "lecture", &city.society, day, &[]).await;
        let fair = announced(&city, "科普日", "fair", &city.county, day, &[]).await;
        announced(&city, "没有举办的展览", "exhibition", &city.county, day.plus(60), &[]).await;
        walk.later(9 * 86_400).await;
        for id in [&lecture, &inside, &other, &fair] {
            city.gao.post(&format!("/activities/{id}/hold"), &[]).await.done();
        }
        let before = city.gao.get(STATISTICS).await.ok();
        assert_eq!(row(&before, LECTURES), ["3", "-", "-"], "held, and nobody written down");
        assert_eq!(row(&before, EXHIBITIONS), ["-", "-", "-"], "planned is not held");
        assert!(before.says("有 4 项已举办的活动没有参加记录"), "{}", before.words());
        assert_eq!(city.gao.get(&before.link("逐项核对")).await.ok().rows().len(), 4);

        let noted = |kind, object: &str, unit: &str, class, channel, quantity| Noted {
            kind,
            noun: Id::from([quantity as u8; 16]),
            object: object.parse().unwrap(),
            unit: unit.parse().unwrap(),
            class,
            channel,
            on: day,
            quantity,
        };
        let family = noted(&ATTENDED, &lecture, &city.county, "lecture", Channel::Onsite, 4);
        note(&walk, &family, None).await;
        note(&walk, &noted(&ATTENDED, &inside, &city.popular, "lecture", Channel::Onsite, 9), None).await;
        note(&walk, &noted(&COUNTED, &other, &city.society, "lecture", Channel::Onsite, 120), None).await;
        note(&walk, &noted(&COUNTED, &lecture, &city.county, "lecture", Channel::Online, 0), None).await;
        note(&walk, &noted(&COUNTED, &fair, &city.county, "fair", Channel::Onsite, 1_200), None).await;
        note(&walk, &noted(&COUNTED, &fair, &city.county, "fair", Channel::Online, 999), None).await;
        let page = city.gao.get(STATISTICS).await.ok();
        assert_eq!(row(&page, LECTURES), ["3", "133", "0"], "named and counted attendances; nobody online is a record");
        assert_eq!(row(&page, EXHIBITIONS), ["-", "-", "-"]);
        assert_eq!(row(&page, MAJOR), ["1", "1,200", "999"]);
        assert!(!page.says("没有参加记录，人次里没有它们"), "a count of nobody is a record: {}", page.words());
        let silent = city.gao.get(&before.link("逐项核对")).await.ok();
        assert_eq!(silent.rows().len(), 0, "what lacked then lacks no more");
        assert!(page.says("另有 1 项活动属于本表不单列的类别"), "{}", page.words());
        assert_eq!(linked(&page), asked(&walk, &page).await);

        // Each cell opens into its questions, which add up to it; a large one into its activities.
        let lectures = city.gao.get(&page.link("133")).await.ok();
        assert_eq!((linked(&lectures), asked(&walk, &lectures).await), (vec![13, 120], vec![13, 120]));
        let major = city.gao.get(&page.link("1,200")).await.ok();
        assert_eq!(major.rows().len(), 1);
        assert!(major.says("科普日") && major.links().contains(&format!("/activities/{fair}")));

        // A unit's form takes its departments in, and leaves the units below to theirs.
        let own = format!("{STATISTICS}&unit={}", city.county);
        let county = city.gao.get(&own).await.ok();
        assert_eq!(row(&county, LECTURES), ["2", "13", "0"]);
        let parts = city.gao.get(&county.link("13")).await.ok();
        assert_eq!((linked(&parts), asked(&walk, &parts).await), (vec![4, 9], vec![4, 9]));
        let society = city.gao.get(&format!("{STATISTICS}&unit={}", city.society)).await.ok();
        assert_eq!(row(&society, LECTURES), ["1", "120", "-"], "the society has nothing online: not even nothing");
        let unknown = format!("{STATISTICS}&unit={}", Id::from([9; 16]));
        assert_eq!(city.gao.get(&unknown).await.status, StatusCode::NOT_FOUND, "an unknown unit is not all of them");

        // A corrected fact changes the form.
        note(&walk, &Noted { quantity: 3, ..family }, Some(Reason::Mistyped)).await;
        let corrected = city.gao.get(&own).await.ok();
        assert_eq!(row(&corrected, LECTURES), ["2", "12", "0"]);

        // The spreadsheet says the same, with no code that nobody gave.
        let file =
            city.gao.get(&format!("/activities/forms/statistics.xlsx?year=2026&unit={}", city.county)).await.ok();
        let sheet = paper::read_sheet(&file.bytes).unwrap();
        assert_eq!(sheet.rows[0], ["指标", "代码", "举办次数", "线下参加人次", "线上参加人次"]);
        assert_eq!(sheet.rows[1], [LECTURES, "", "2", "12", "0"]);
        assert_eq!(sheet.rows[2], [EXHIBITIONS, "", "-", "-", "-"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn units_bulletin_news_and_the_activitys_own_page_tell_the_same() {
    on_each_engine(SLICES, |walk| async move {
        let city = city(&walk).await;
        let day = first_day().plus(7);
        let done = announced(&city, "种子的故事", "lecture", &city.county, day, &[]).await;
        let open = announced(&city, "土壤讲座", "lecture", &city.society, day, &[]).await;
        let page = format!("/activities/{done}");
        assert!(city.gao.get(&page).await.ok().says("还没有举办"), "what the forms lack");
        assert!(city.gao.get(&format!("{page}/news")).await.ok().says("将在线上举行"));
        walk.later(9 * 86_400).await;
        for id in [&done, &open] {
            city.gao.post(&format!("/activities/{id}/hold"), &[]).await.done();
        }
        assert!(city.gao.get(&page).await.ok().says("参加记录：没有登记，也没有清点。"));
        let counted = Noted {
            kind: &COUNTED,
            noun: Id::from([7; 16]),
            object: done.parse().unwrap(),
            unit: city.county.parse().unwrap(),
            class: "lecture",
            channel: Channel::Online,
            on: day,
            quantity: 230,
        };
        note(&walk, &counted, None).await;
        city.gao.post(&format!("{page}/conclude"), &[("summary", "学生提了四十个问题。")]).await.done();
        let seen = city.gao.get(&page).await.ok();
        assert!(seen.says("用到本活动的报表") && !seen.says("还缺"), "{}", seen.words());
        assert!(!walk.visitor().get(&page).await.ok().says("用到本活动的报表"));
        for link in seen.links().into_iter().filter(|link| link.contains("/forms/") || link.ends_with("/news")) {
            assert!(city.gao.get(&link).await.ok().html().contains("<main"), "{link}");
        }

        // Units in the order of the tree; what is not concluded and not due is held against nobody.
        let card = city.gao.get("/activities/forms/scorecard?year=2026").await.ok();
        let names: Vec<String> = card.rows().into_iter().map(|row| row[0].clone()).collect();
        assert_eq!(names, ["清溪县科协", "农学会"]);
        assert_eq!(card.rows()[0][3..], ["-", "-", "-", "230", "1 / 1"]);
        assert_eq!(card.rows()[1][3..], ["-", "-", "-", "-", "0 / 0"]);
        assert_eq!(linked(&card), asked(&walk, &card).await);
        let records = city.gao.get(&card.link("1 / 1")).await.ok();
        assert_eq!(records.rows().len(), 1);
        assert!(records.rows()[0].last().unwrap().contains("按时总结"), "{:?}", records.rows());
        walk.later(40 * 86_400).await;
        let late = city.gao.get("/activities/forms/scorecard?year=2026").await.ok();
        assert_eq!(late.rows()[1].last().unwrap(), "0 / 1", "overdue");

        // The bulletin says what was concluded, in numbers that open.
        let quarter = (day.parts().1 + 2) / 3;
        let address = format!("/activities/forms/bulletin?year=2026&quarter={quarter}");
        let bulletin = city.gao.get(&address).await.ok();
        assert!(bulletin.says("全部单位举办活动 2 项，其中科普（技）讲座 2 项。"), "{}", bulletin.words());
        assert!(bulletin.says("线上清点 230 人次") && bulletin.says("学生提了四十个问题。"));
        assert_eq!(linked(&bulletin), asked(&walk, &bulletin).await);
        let none = format!("/activities/forms/bulletin?year=2026&quarter={}", quarter % 4 + 1);
        assert!(city.gao.get(&none).await.ok().says("没有举办活动"));
        let file = city.gao.get(&address.replace("bulletin?", "bulletin.docx?")).await.ok();
        assert!(file.bytes.starts_with(b"PK"));

        let news = city.gao.get(&format!("{page}/news")).await.ok();
        assert!(news.says("线上 230 人次参加。") && news.says("学生提了四十个问题。") && !news.says("高干事"));
        assert!(city.gao.get(&format!("{page}/news.docx")).await.ok().bytes.starts_with(b"PK"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_science_month_is_filed_and_strangers_see_no_form() {
    on_each_engine(SLICES, |walk| async move {
        let city = city(&walk).await;
        let september = |day| Day::new(2026, 9, day).unwrap();
        let county = city.county.as_str();
        announced(&city, "科普月开幕", "fair", county, september(1), &[("capacity", "500")]).await;
        let news = announced(&city, "谁来听", "lecture", county, september(30), &[]).await;
        announced(&city, "十月的讲座", "lecture", county, Day::new(2026, 10, 1).unwrap(), &[]).await;
        let called_off = announced(&city, "取消的讲座", "lecture", county, september(5), &[]).await;
        city.gao.post(&format!("/activities/{called_off}/cancel"), &[("reason", "下雨")]).await.done();
        let page = city.gao.get("/activities/forms/month?year=2026").await.ok();
        let rows = page.rows();
        assert_eq!(rows.len(), 2, "{rows:?}");
        assert_eq!(rows[0][3..], ["线上", "清溪县科协", "主场、广场活动", "青少年", "500"]);
        assert_eq!(rows[1].last().unwrap(), "", "what nobody said is not guessed");
        assert!(page.says("有 1 项没有填预计人数"));
        let file = city.gao.get("/activities/forms/month.xlsx?year=2026").await.ok();
        let sheet = paper::read_sheet(&file.bytes).unwrap();
        assert_eq!(sheet.rows.len(), 3);
        assert_eq!(sheet.rows[1], rows[0]);
        assert!(city.gao.get("/activities/forms/month.docx?year=2026").await.ok().bytes.starts_with(b"PK"));
        assert_eq!(city.gao.get(&format!("/activities/{called_off}/news")).await.status, StatusCode::NOT_FOUND);

        let visitor = walk.visitor();
        let forms = ["", "/statistics", "/statistics.xlsx", "/statistics/lecture/times", "/records", "/month"];
        let more = ["/month.xlsx", "/month.docx", "/scorecard", "/scorecard.xlsx", "/bulletin", "/bulletin.docx"];
        let forms = forms.iter().chain(&more).map(|form| format!("/activities/forms{form}"));
        for form in forms.chain(["news", "news.docx"].map(|form| format!("/activities/{news}/{form}"))) {
            assert_eq!(visitor.get(&form).await.status, StatusCode::NOT_FOUND, "{form}");
            assert_eq!(city.gao.get(&form).await.status, StatusCode::OK, "{form}");
        }
    })
    .await;
}
