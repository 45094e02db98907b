//! Walks through activities: planned, filed, approved, announced, moved, held, concluded; and who sees what on the way.

use activities::SLICE;
use axum::http::StatusCode;
use ground::directory::UnitKind;
use logic::act::Role;
use web::Slice;
use web::kit::{Reader, Walk, on_each_engine};

static SLICES: &[&Slice] = &[&SLICE];

/// Everything the form of a plan asks for; the first day of a walk is a Monday in March.
fn plan<'a>(title: &'a str, unit: &'a str, from: &'a str, to: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("title", title),
        ("class", "lecture"),
        ("field", "popular"),
        ("unit", unit),
        ("starts_at", from),
        ("ends_at", to),
        ("mode", "online"),
        ("link", "https://live.example.org/1"),
        ("audiences", "youth"),
        ("audiences", "elderly"),
        ("about", "从杂交水稻讲到种子安全。"),
    ]
}

struct Cast {
    county: String,
    /// An officer of the county's own association.
    gao: Reader,
    /// An officer of the city, above it.
    lin: Reader,
    /// An officer of a unit beside it.
    wang: Reader,
}

async fn cast(walk: &Walk) -> Cast {
    let county = walk.unit("清溪县科协", UnitKind::District, "云川市科协").await.to_string();
    walk.unit("科普部", UnitKind::Department, "云川市科协").await;
    Cast {
        county,
        gao: walk.staff("高干事", Role::Officer, "清溪县科协").await,
        lin: walk.staff("林干事", Role::Officer, "云川市科协").await,
        wang: walk.staff("王干事", Role::Officer, "科普部").await,
    }
}

fn with<'a>(fields: &[(&'a str, &'a str)], name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(field, old)| (*field, if *field == name { value } else { old })).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_activity_lives_from_draft_to_conclusion() {
    on_each_engine(SLICES, |walk| async move {
        let Cast { county, gao, lin, wang } = cast(&walk).await;
        let visitor = walk.visitor();
        let today = web::kit::first_day();
        let (from, to) = (format!("{} 14:00", today.plus(7)), format!("{} 16:30", today.plus(7)));
        let fields = plan("种子的故事", &county, &from, &to);

        assert_eq!(wang.post("/activities", &fields).await.status, StatusCode::NOT_FOUND, "not for that unit");
        let backwards = with(&fields, "ends_at", &from);
        assert_eq!(gao.post("/activities", &backwards).await.problems(), ["结束时间要在开始时间之后。"]);
        let placeless = with(&fields, "mode", "onsite");
        assert_eq!(gao.post("/activities", &placeless).await.problems(), ["线下活动要选所在地。"]);
        let scripted = with(&fields, "link", "javascript:alert(1)");
        assert_eq!(gao.post("/activities", &scripted).await.problems(), ["请填写以 https:// 开头的网址。"]);
        let id = gao.post("/activities", &fields).await.done();
        assert_eq!(gao.post("/activities", &fields).await.problems(), ["这个单位在同一时间已经有同名活动。"]);
        let page = format!("/activities/{id}");
        let act = |verb: &str| format!("{page}/{verb}");

        assert_eq!(visitor.get(&page).await.status, StatusCode::NOT_FOUND, "a draft is not for the public");
        assert_eq!(visitor.get("/activities").await.ok().rows().len(), 0);
        gao.post(&act("sessions"), &[("title", "第一讲"), ("starts_at", &from), ("ends_at", &to)]).await.done();
        let outside = format!("{} 09:00", today.plus(8));
        assert_eq!(
            gao.post(&act("sessions"), &[("title", "第二讲"), ("starts_at", &from), ("ends_at", &outside)])
                .await
                .problems(),
            ["场次要在活动的时间之内。"]
        );
        gao.post(&act("sessions"), &[("title", "答疑"), ("starts_at", &from), ("ends_at", &to)]).await.done();
        gao.post(&pressed(&gao, &page, "/sessions/", 1).await, &[]).await.done();
        gao.post(&act("costs"), &[("item", "venue"), ("source", "own"), ("yuan", "1")]).await.done();
        gao.post(&pressed(&gao, &page, "/costs/", 0).await, &[]).await.done();
        gao.post(&act("costs"), &[("item", "fee"), ("source", "government"), ("yuan", "1200")]).await.done();

        assert_eq!(gao.post(&act("announce"), &[]).await.problems(), ["现在不能走这一步。请看活动处在哪个阶段。"]);
        gao.post(&act("file"), &[]).await.done();
        assert_eq!(gao.post(&act("approve"), &[]).await.status, StatusCode::NOT_FOUND, "the level above approves");
        assert_eq!(wang.post(&act("approve"), &[]).await.status, StatusCode::NOT_FOUND, "not a unit beside it");
        lin.post(&act("return"), &[("reason", "请写明主讲人。")]).await.done();
        assert!(walk.told(&gao).await.iter().any(|note| note.contains("请写明主讲人。")));
        gao.post(&page, &with(&fields, "about", "主讲：种子站高级农艺师。")).await.done();
        gao.post(&act("file"), &[]).await.done();
        lin.post(&act("approve"), &[]).await.done();
        gao.post(&act("announce"), &[]).await.done();

        let seen = visitor.get(&page).await.ok();
        assert!(
            seen.says("种子站高级农艺师") && seen.says("青少年、老年人") && !seen.says("1200") && !seen.says("高干事")
        );
        assert!(seen.html().contains("application/ld+json"));
        assert_eq!(visitor.get("/activities").await.ok().rows().len(), 1);
        let moved_plan = with(&fields, "starts_at", &outside);
        let moved_plan = with(&moved_plan, "ends_at", "2099-01-01 10:00");
        assert!(gao.post(&page, &moved_plan).await.problems()[0].contains("天"), "no activity lasts for years");
        let later = format!("{} 14:00", today.plus(14));
        gao.post(&act("move"), &[("starts_at", &later), ("reason", "主讲人出差。")]).await.done();
        let seen = visitor.get(&page).await.ok();
        assert!(seen.says("主讲人出差。") && seen.says(&later) && seen.says("第一讲"));

        assert_eq!(gao.post(&act("hold"), &[]).await.problems(), ["活动还没有开始。"]);
        walk.later(15 * 86_400).await;
        gao.post(&act("hold"), &[]).await.done();
        assert_eq!(gao.post(&act("cancel"), &[("reason", "不办了")]).await.problems().len(), 1);
        let cost =
            gao.get(&page).await.ok().html().split("/costs/").nth(1).unwrap().split('/').next().unwrap().to_owned();
        gao.post(&act(&format!("costs/{cost}/settle")), &[("yuan", "1150")]).await.done();
        gao.post(&act("conclude"), &[("summary", "两百名学生听讲。")]).await.done();
        assert!(visitor.get(&page).await.ok().says("两百名学生听讲。"));
        let held = figure(&walk, "measure=facts&kind=activity.held&class=lecture").await;
        let others = figure(&walk, "measure=facts&kind=activity.held&class=exhibition").await;
        let served = figure(&walk, "measure=facts&kind=activity.served").await;
        let spent = figure(&walk, "measure=sum&kind=activity.cost_settled&class=government").await;
        assert_eq!((held, others, served, spent), (1, 0, 2, 115_000));
    })
    .await;
}

/// Where the `nth` button on the page leads that takes something of this kind out.
async fn pressed(reader: &Reader, page: &str, kind: &str, nth: usize) -> String {
    let html = reader.get(page).await.ok().html();
    let actions = html.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut removing = actions.filter(|action| action.contains(kind) && action.ends_with("/remove"));
    removing.nth(nth).expect("a button").to_owned()
}

async fn figure(walk: &Walk, question: &str) -> i64 {
    let query: logic::fold::Query = question.parse().expect("a question");
    walk.read(move |read| {
        let (position, _) = read.last_fact()?;
        Ok(read.figure_at(&query, position)?.value())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_files_does_not_approve() {
    on_each_engine(SLICES, |walk| async move {
        let Cast { county, lin, .. } = cast(&walk).await;
        let today = web::kit::first_day();
        let (from, to) = (format!("{} 09:00", today.plus(3)), format!("{} 11:00", today.plus(3)));
        let id = lin.post("/activities", &plan("科普日主场", &county, &from, &to)).await.done();
        lin.post(&format!("/activities/{id}/file"), &[]).await.done();
        assert_eq!(
            lin.post(&format!("/activities/{id}/approve"), &[]).await.problems(),
            ["报备的人不能审核自己的报备。"]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_co_host_does_not_count_it_twice() {
    on_each_engine(SLICES, |walk| async move {
        let Cast { county, gao, lin, .. } = cast(&walk).await;
        let society = walk.unit("农学会", UnitKind::Society, "云川市科协").await.to_string();
        let today = web::kit::first_day();
        let (from, to) = (format!("{today} 08:00"), format!("{} 18:00", today.plus(1)));
        let id = gao.post("/activities", &plan("农技下乡", &county, &from, &to)).await.done();
        let page = format!("/activities/{id}");
        gao.post(&format!("{page}/parties"), &[("unit", &society), ("part", "co_host")]).await.done();
        assert_eq!(
            gao.post(&format!("{page}/parties"), &[("unit", &county), ("part", "co_host")]).await.problems(),
            ["这个单位已经在其中。"]
        );
        gao.post(&format!("{page}/parties/{society}/remove"), &[]).await.done();
        assert_eq!(gao.post(&format!("{page}/parties/{society}/remove"), &[]).await.problems(), ["这个单位不在其中。"]);
        gao.post(&format!("{page}/parties"), &[("unit", &society), ("part", "organiser")]).await.done();
        gao.post(&format!("{page}/file"), &[]).await.done();
        lin.post(&format!("{page}/approve"), &[]).await.done();
        walk.later(86_400).await;
        gao.post(&format!("{page}/hold"), &[]).await.done();
        assert_eq!(figure(&walk, "measure=facts&kind=activity.held").await, 1);
        assert_eq!(figure(&walk, &format!("measure=facts&kind=activity.held&unit={society}")).await, 0);
        assert_eq!(figure(&walk, &format!("measure=facts&kind=activity.joined&unit={society}")).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_series_is_planned_in_one_go() {
    on_each_engine(SLICES, |walk| async move {
        let Cast { county, gao, .. } = cast(&walk).await;
        let today = web::kit::first_day();
        let series = gao.post("/activities/series", &[("title", "科学家精神进校园"), ("unit", &county)]).await.done();
        let (from, to) = (format!("{} 15:00", today.plus(1)), format!("{} 16:00", today.plus(1)));
        let mut fields = plan("第一讲", &county, &from, &to);
        fields.push(("series", &series));
        let id = gao.post("/activities", &fields).await.done();
        gao.post(&format!("/activities/{id}/sessions"), &[("title", "上半场"), ("starts_at", &from), ("ends_at", &to)])
            .await
            .done();
        let page = format!("/activities/{id}");
        let (next, until) = (format!("{} 15:00", today.plus(8)), today.plus(8 + 7 * 10).to_string());
        let rhythm = [("starts_at", next.as_str()), ("every", "week"), ("step", "1"), ("until", &until)];
        gao.post(&format!("{page}/repeat"), &rhythm).await.done();
        let seen = gao.get(&format!("/activities/series/{series}")).await.ok();
        assert_eq!(seen.rows().len(), 12);
        assert_eq!(
            gao.post(&format!("{page}/repeat"), &rhythm).await.problems(),
            ["这个单位在同一时间已经有同名活动。"]
        );
        let forever = today.plus(4_000).to_string();
        let endless = [("starts_at", next.as_str()), ("every", "day"), ("until", forever.as_str())];
        assert_eq!(gao.post(&format!("{page}/repeat"), &endless).await.problems(), ["一次最多新建 60 项。"]);
        gao.post(&format!("/activities/series/{series}/close"), &[]).await.done();
        assert_eq!(
            gao.post(&format!("/activities/series/{series}/close"), &[]).await.problems(),
            ["这个系列已经结束。"]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calendars_and_feeds_show_what_the_public_may_see() {
    on_each_engine(SLICES, |walk| async move {
        let Cast { county, gao, lin, .. } = cast(&walk).await;
        let visitor = walk.visitor();
        let today = web::kit::first_day();
        let (from, to) = (format!("{} 10:00", today.plus(2)), format!("{} 12:00", today.plus(2)));
        let shown = gao.post("/activities", &plan("春耕<课堂>; 一, 二", &county, &from, &to)).await.done();
        gao.post("/activities", &plan("还没审核的", &county, &from, &to)).await.done();
        let inside = with(&plan("内部培训", &county, &from, &to), "field", "internal");
        let inner = gao.post("/activities", &inside).await.done();
        for id in [&shown, &inner] {
            gao.post(&format!("/activities/{id}/file"), &[]).await.done();
            lin.post(&format!("/activities/{id}/approve"), &[]).await.done();
            gao.post(&format!("/activities/{id}/announce"), &[]).await.done();
        }
        assert_eq!(visitor.get(&format!("/activities/{inner}")).await.status, StatusCode::NOT_FOUND);
        let month = today.plus(2).to_string()[..7].to_owned();
        let calendar = visitor.get(&format!("/activities/calendar?month={month}")).await.ok();
        assert!(calendar.says("春耕<课堂>; 一, 二") && !calendar.says("还没审核的") && !calendar.says("内部培训"));
        assert!(
            visitor.get("/activities/calendar?month=2026-99").await.ok().says("活动"),
            "a month that is none is this one"
        );
        for path in ["/activities/feed.ics", "/activities/feed.atom"] {
            let feed = gao.get(path).await.ok().html();
            assert!(feed.contains("春耕") && !feed.contains("还没审核的") && !feed.contains("内部培训"), "{path}");
        }
        let ics = visitor.get("/activities/feed.ics").await.ok().html();
        assert!(ics.contains("SUMMARY:春耕<课堂>\\; 一\\, 二"), "{ics}");
        assert!(visitor.get("/activities/feed.atom").await.ok().html().contains("春耕&#60;课堂&#62;"));
        let page = visitor.get(&format!("/activities/{shown}")).await.ok().html();
        assert!(page.contains("https://schema.org/OnlineEventAttendanceMode") && page.contains("春耕\\u003c课堂>"));
        assert_eq!(visitor.get(&format!("/activities/{inner}/event.ics")).await.status, StatusCode::NOT_FOUND);
        assert!(visitor.get(&format!("/activities/{shown}/poster")).await.ok().html().contains("<svg"));
        assert!(visitor.get("/activities/map").await.ok().says("地图"));
    })
    .await;
}
