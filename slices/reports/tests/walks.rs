//! Walks through figures and reports: a figure opens into its facts, a report comes out the same again and says what changed since.

#![expect(clippy::unwrap_used, reason = "a story stops where it breaks")]

use axum::http::StatusCode;
use ground::directory::Place;
use ground::stop::Stop;
use logic::act::{Change, House, Role, Viewer};
use logic::code::{Audience, Channel, Reason};
use logic::fact::{Draft, FactKind};
use logic::fold::{Indicator, Measure};
use logic::id::{Id, PersonId};
use logic::time::Day;
use reports::SLICE;
use web::figures::{Passage, Piece};
use web::kit::{Reader, Walk, on_each_engine};
use web::{Chapter, Ctx, Slice};

static COUNTED: FactKind = FactKind::new("bird.counted", 1, None);

const fn figure(key: &'static str, measure: Measure, is_public: bool) -> Indicator {
    Indicator {
        key,
        measure,
        kind: &COUNTED,
        audience: None,
        channel: None,
        class: None,
        unit: "unit.bird",
        words: &[],
        is_public,
    }
}

static COUNTS: Indicator = figure("birds.counts", Measure::Facts, true);
static BIRDS: Indicator = figure("birds.birds", Measure::Sum, true);
static PLACES: Indicator = figure("birds.places", Measure::Places, true);
static WATCHERS: Indicator = figure("birds.watchers", Measure::Persons, true);
static OBJECTS: Indicator = figure("birds.kinds", Measure::Objects, false);

/// A slice that counts birds: all that reports know of it is what its manifest says.
static BIRD_SLICE: Slice = Slice {
    name: "birds",
    text: (WORDS, WORDS),
    facts: &[&COUNTED],
    indicators: &[&COUNTS, &BIRDS, &PLACES, &WATCHERS, &OBJECTS],
    chapters: &[Chapter { order: 1, write: chapter }],
    ..Slice::EMPTY
};

const WORDS: &str = "[indicator.birds]\ncounts='观鸟次数'\nbirds='鸟数'\nplaces='观鸟地'\nwatchers='观鸟人'\nkinds='鸟种'\n[unit]\nbird='只'\n[fact.bird]\ncounted='数鸟'\n[indicator_group]\nbirds='观鸟'\n";

static SLICES: &[&Slice] = &[&SLICE, &BIRD_SLICE];

fn chapter(_read: &ground::db::Read, ctx: &Ctx, year: i16) -> Result<Vec<Passage>, Stop> {
    if year < 2026 {
        return Ok(Vec::new());
    }
    let (from, to) = Day::year_span(year);
    let figure =
        |indicator: &Indicator| Piece::Figure(indicator.query(None, from, to), ctx.word("indicator", indicator.key));
    let words = |text: &str| Piece::Words(text.into());
    Ok(vec![
        Passage::Heading(1, "观鸟情况".into()),
        Passage::Paragraph(vec![
            words("全年观鸟"),
            figure(&COUNTS),
            words("次，数鸟"),
            figure(&BIRDS),
            words("只，到"),
            figure(&PLACES),
            words("地。"),
        ]),
    ])
}

logic::act!(CountBirds: House, "bird.count", [logic::act::Who::Anyone]);

const REED: &str = "990101001001";
const LAKE: &str = "990101001002";

async fn places(walk: &Walk) {
    let place = |code: &str, name: &str| Place { code: code.parse().unwrap(), name: name.into(), lon: None, lat: None };
    let places = vec![
        place("9901", "云川市"),
        place("990101", "东山区"),
        place("990101001", "石桥镇"),
        place(REED, "芦苇村"),
        place(LAKE, "湖边村"),
    ];
    walk.write(move |tx| Ok(tx.save_places(&places)?)).await;
}

/// Someone counted birds somewhere: leaves a fact, and takes back an earlier one about the same noun if told why.
async fn count(
    walk: &Walk,
    noun: Id,
    watcher: PersonId,
    at: &'static str,
    on: Day,
    birds: i64,
    corrects: Option<Reason>,
) {
    walk.write(move |tx| {
        let may = Viewer::visitor(tx.now).may::<CountBirds>(&House)?;
        let fact = Draft::new(&COUNTED, noun, on)
            .person(watcher)
            .place(at.parse().ok())
            .audience(Audience::Public)
            .channel(Channel::Onsite)
            .quantity(birds);
        let change = Change::new(may, (), fact);
        let change = match corrects {
            Some(reason) => change.correcting(noun, &[&COUNTED], reason),
            None => change,
        };
        tx.commit(change, |_, _| Ok(()))
    })
    .await;
}

fn day(month: i8, day: i8) -> Day {
    Day::new(2026, month, day).unwrap()
}

fn noun(number: u8) -> Id {
    Id::from([number; 16])
}

/// Ten counts by two watchers: nine at the reeds, one at the lake.
async fn spring(walk: &Walk) -> (Reader, PersonId) {
    places(walk).await;
    let (he, wu) = (walk.person("何老师", None).await, walk.person("吴同学", None).await);
    for number in 1..=9 {
        count(walk, noun(number), he, REED, day(1 + (number % 2) as i8, 10), 10, None).await;
    }
    count(walk, noun(10), wu, LAKE, day(3, 1), 7, None).await;
    (walk.staff("林干事", Role::Officer, "云川市科协").await, he)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_opens_into_exactly_its_facts_and_members() {
    on_each_engine(SLICES, |walk| async move {
        let (lin, he) = spring(&walk).await;
        for _ in 0..2 {
            let catalogue = lin.get("/figures?year=2026").await.ok();
            for (value, name) in [("10", "观鸟次数"), ("97", "鸟数"), ("2", "观鸟地"), ("2", "观鸟人")] {
                assert!(catalogue.says(&format!("{value} 只\n{name}")), "{name}: {}", catalogue.words());
            }
            let opened = lin.get(&catalogue.link("97")).await.ok();
            assert!(opened.says("97 只") && opened.says("背后的事实（10 条）"), "{}", opened.words());
            let counted: i64 =
                opened.rows().iter().filter(|row| row.len() == 6).map(|row| row[5].parse::<i64>().unwrap()).sum();
            assert_eq!(counted, 97);
            let villages = lin.get("/figures/open?measure=places&kind=bird.counted").await.ok();
            assert!(villages.says("计入的 2 项") && villages.says("同一个村去多少次都只算一个村。"));
            let members: Vec<_> = villages.rows().into_iter().filter(|row| row[1].ends_with("条事实")).collect();
            assert_eq!(
                members,
                [["云川市 东山区 石桥镇 芦苇村", "9 条事实"], ["云川市 东山区 石桥镇 湖边村", "1 条事实"]]
            );
            let one = lin.get(&villages.link("9 条事实")).await.ok();
            assert!(one.says("9") && one.says("背后的事实（9 条）"));
            let own = lin.get(&format!("/figures/open?measure=facts&kind=bird.counted&person={he}")).await.ok();
            assert!(own.says("何老师") && own.says("背后的事实（9 条）"));
            walk.work().await;
        }
        let fact = lin.get("/facts/5").await.ok();
        assert!(fact.says("与账本一致"), "{}", fact.words());
        assert_eq!(lin.get("/facts/99999").await.status, StatusCode::NOT_FOUND);
        assert_eq!(lin.get("/facts?kind=bird.counted").await.ok().rows().len(), 10);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_sees_public_figures_and_no_small_cells() {
    on_each_engine(SLICES, |walk| async move {
        let (lin, he) = spring(&walk).await;
        let visitor = walk.visitor();
        let open = "/figures/open?measure=sum&kind=bird.counted";
        let seen = visitor.get(open).await.ok();
        assert!(seen.says("97 只") && !seen.says("何老师") && !seen.html().contains("/facts/"), "{}", seen.words());
        let persons = "/figures/open?measure=persons&kind=bird.counted";
        let few = visitor.get(persons).await.ok();
        assert!(few.says("<5 只") && few.says("只对工作人员开放") && !few.says("背后的事实"), "{}", few.words());
        assert!(lin.get(persons).await.ok().says("2 只"));
        let statistician = walk.staff("统计员", Role::Statistician, "云川市科协").await;
        assert!(statistician.get(persons).await.ok().says("何老师"));
        for hidden in [
            format!("{open}&person={he}"),
            format!("{open}&region={REED}"),
            format!("{persons}&region={REED}"),
            format!("{persons}&from=2026-01-10&to=2026-01-10"),
            "/figures/open?measure=objects&kind=bird.counted".into(),
            "/figures/open?measure=facts&kind=report.frozen".into(),
            "/facts".into(),
            "/facts/1".into(),
            "/reports".into(),
        ] {
            assert_eq!(visitor.get(&hidden).await.status, StatusCode::NOT_FOUND, "{hidden}");
            assert_ne!(lin.get(&hidden).await.status, StatusCode::NOT_FOUND, "{hidden}");
        }
        assert!(!visitor.get("/figures?year=2026").await.ok().says("鸟种"));
        let watcher = walk.by_phone(he).await;
        assert!(watcher.get(&format!("{open}&person={he}")).await.ok().says("90 只"), "one's own");
        assert!(visitor.get(&format!("{open}&at=1")).await.ok().says("97 只"), "the past is for staff");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_makes_no_sense_is_told_so() {
    on_each_engine(SLICES, |walk| async move {
        let (lin, _) = spring(&walk).await;
        for bad in [
            "",
            "?measure=weight&kind=bird.counted",
            "?measure=facts",
            "?measure=facts&kind=bird.counted&from=yesterday",
            "?measure=facts&kind=bird.counted&colour=red",
            "?measure=facts&kind=bird.counted&at=x",
        ] {
            let seen = lin.get(&format!("/figures/open{bad}")).await;
            assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
            assert!(seen.html().contains("这个数字的查询有误"), "{bad}: {}", seen.html());
        }
        assert!(lin.get("/figures/open?measure=facts&kind=no.such").await.ok().says("没有事实。"));
        let asked = lin
            .get("/figures/open?measure=facts&kind=bird.counted&programme=&region=&from=2026-01-01&to=2026-01-31")
            .await
            .ok();
        assert!(asked.says("背后的事实（4 条）"), "empty fields of the form mean all: {}", asked.words());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_is_kept_under_a_name() {
    on_each_engine(SLICES, |walk| async move {
        let (lin, _) = spring(&walk).await;
        let query = "measure=facts&kind=bird.counted&region=990101001001";
        lin.post("/figures/keep", &[("figure_name", "芦苇村观鸟"), ("query", query)]).await.done();
        assert_eq!(
            lin.post("/figures/keep", &[("figure_name", "又一次"), ("query", query)]).await.problems(),
            ["这个数字已经保存过。"]
        );
        assert_eq!(
            lin.post("/figures/keep", &[("figure_name", "乱写"), ("query", "x=1")]).await.problems(),
            ["查询有误。"]
        );
        let page = lin.get("/figures").await.ok();
        assert!(page.says("9\n芦苇村观鸟") || page.says("9芦苇村观鸟"), "{}", page.words());
        assert!(!walk.visitor().get("/figures").await.ok().says("芦苇村观鸟"));
        let html = page.html();
        let mut actions = html.split("action=\"/figures/").filter_map(|rest| rest.split('"').next());
        let drop = actions.find(|action| action.ends_with("/drop")).unwrap().to_owned();
        assert_eq!(walk.visitor().post(&format!("/figures/{drop}"), &[]).await.status, StatusCode::NOT_FOUND);
        lin.post(&format!("/figures/{drop}"), &[]).await.done();
        assert!(!lin.get("/figures").await.ok().says("芦苇村观鸟"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_comes_out_the_same_and_says_what_a_correction_changed() {
    on_each_engine(SLICES, |walk| async move {
        let (lin, he) = spring(&walk).await;
        let leader = walk.staff("周主席", Role::Leader, "云川市科协").await;
        assert_eq!(leader.post("/reports", &[("year", "2025")]).await.problems(), ["这一年还没有可写的内容。"]);
        assert_eq!(leader.post("/reports", &[("year", "年")]).await.problems().len(), 1);
        let id = leader.post("/reports", &[("year", "2026")]).await.done();
        let paper = async |name: &str| lin.get(&format!("/reports/{id}/report.{name}")).await.ok().bytes;
        let (docx, xlsx) = (paper("docx").await, paper("xlsx").await);
        let page = lin.get(&format!("/reports/{id}?check=1")).await.ok();
        assert!(page.says("与冻结时逐字节相同"), "{}", page.words());
        assert_eq!(page.rows(), [["观鸟次数", "10", "10"], ["鸟数", "97", "10"], ["观鸟地", "2", "10"]]);
        assert!(lin.get(&format!("/reports/{id}/print")).await.ok().says("全年观鸟10次，数鸟97只，到2地。"));
        assert!(lin.get(&format!("/reports/{id}/changes")).await.ok().says("报告中的数字都没有变。"));
        walk.later(3600).await;
        count(&walk, noun(10), he, REED, day(3, 1), 70, Some(Reason::Mistyped)).await;
        walk.work().await;
        assert_eq!((paper("docx").await, paper("xlsx").await), (docx.clone(), xlsx.clone()), "byte for byte");
        let changes = lin.get(&format!("/reports/{id}/changes")).await.ok();
        assert!(
            changes.says("97 → 160")
                && changes.says("2 → 1")
                && changes.says("录入错误")
                && changes.says("1 个数字没有变"),
            "{}",
            changes.words()
        );
        let opened = lin.get(&changes.link("160")).await.ok();
        assert!(opened.says("97 → 160"), "{}", opened.words());
        let then = lin.get(&lin.get(&format!("/reports/{id}")).await.ok().link("97")).await.ok();
        assert!(then.says("97 只") && then.says("看现在"));
        let second = leader.post("/reports", &[("year", "2026")]).await.done();
        assert!(lin.get(&format!("/reports/{second}/print")).await.ok().says("数鸟160只"));
        let list = lin.get("/reports").await.ok();
        assert!(list.says("第 1 稿") && list.says("第 2 稿"), "{}", list.words());
        let sheets = paper::read_sheet(&xlsx).unwrap();
        assert_eq!(sheets.rows[0], ["序号", "指标", "数值", "事实条数", "查询"]);
    })
    .await;
}
