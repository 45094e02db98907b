//! The year's activities: 1,800 lectures, exhibitions, courses and fairs of departments, counties and institutions, each
//! planned, filed, approved, announced, held and concluded in its time; some called off, some still ahead in December.

use super::dice::Dice;
use super::names;
use super::people::{Ground, Staff};
use super::programme::Brands;
use super::stage::{Scene, at, button, day};
use ground::directory::Place;
use ground::stop::{OrMissing, Stop};
use logic::act::Role;
use logic::form::Raw;
use logic::id::Id;
use logic::place::{Level, PlaceCode};
use logic::time::{Day, Instant};

/// The series of salons.
const SALONS: &str = "青年科学家沙龙";

/// How many a year.
const COUNT: usize = 1_800;

/// An activity before it is lived.
#[derive(Debug, Clone)]
pub(super) struct Activity {
    title: String,
    pub(super) class: &'static str,
    field: &'static str,
    pub(super) host: String,
    place: PlaceCode,
    venue: &'static str,
    audience: &'static str,
    is_four_in: bool,
    pub(super) hours: i64,
    pub(super) starts: Instant,
    fate: Fate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Held,
    Cancelled,
}

/// A step of an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Add,
    File,
    Approve,
    Announce,
    Open,
    Register,
    Draw,
    Cancel,
    Hold,
    Count,
    Conclude,
}

/// What is held where: class, area, for whom, where, how many hours, how often of a hundred, titles.
type Sort = (&'static str, &'static str, &'static str, &'static str, i64, usize, &'static [&'static str]);

const SORTS: &[Sort] = &[
    (
        "lecture",
        "popular",
        "youth",
        "学校报告厅",
        2,
        26,
        &["科学家精神进校园", "身边的化学", "仰望星空", "人工智能离我们多远", "走近中医药", "地震来了怎么办"],
    ),
    (
        "lecture",
        "popular",
        "elderly",
        "社区活动室",
        2,
        12,
        &["识破养生骗局", "手机怎么用才安全", "高血压的家庭管理", "老年人合理用药"],
    ),
    (
        "training",
        "popular",
        "farmers",
        "村委会会议室",
        3,
        16,
        &["果树冬季修剪", "水稻病虫害绿色防控", "设施蔬菜育苗", "生猪健康养殖", "食用菌栽培"],
    ),
    ("exhibition", "popular", "public", "文化广场", 6, 9, &["科普展板巡展", "流动科技馆巡展", "防灾减灾图片展"]),
    ("fair", "popular", "public", "人民广场", 4, 4, &["全国科普日主场活动", "科技活动周广场活动", "食品安全宣传周"]),
    ("advice", "popular", "farmers", "农贸市场", 4, 8, &["科技赶集", "专家义诊", "农技咨询日"]),
    ("contest", "popular", "youth", "青少年活动中心", 5, 3, &["青少年科技创新大赛", "机器人竞赛", "科普知识竞赛"]),
    ("club", "popular", "youth", "科技馆实验室", 2, 7, &["少年创客营", "天文兴趣小组", "植物观察小组"]),
    ("open_day", "popular", "youth", "实验室", 3, 3, &["实验室开放日", "农科院开放日"]),
    ("lesson", "popular", "farmers", "农民科技学校", 4, 5, &["农民科技学校第一讲", "农民科技学校第二讲"]),
    ("salon", "academic", "workers", "科学家之家", 2, 3, &["青年科学家沙龙", "学科交叉沙龙"]),
    ("seminar", "academic", "workers", "会议中心", 6, 2, &["学术年会分会场", "产学研对接会"]),
    ("care", "workers", "workers", "科技工作者之家", 3, 1, &["科技工作者座谈", "心理健康讲座"]),
    ("staff", "internal", "officials", "机关会议室", 2, 1, &["干部科学素质培训", "机关读书会"]),
];

/// How many of a hundred fall into each month from the end of January on: the science week in May, the science month in September.
const MONTHS: [usize; 12] = [1, 5, 8, 9, 14, 8, 5, 6, 19, 10, 8, 7];

/// The year's activities, by their beginning; some thirty lie ahead of December's last days.
pub(super) fn all(seed: u64, ground: &Ground) -> Vec<Activity> {
    let mut dice = Dice::of(seed, "activities");
    let towns = towns(&ground.villages);
    let mut all: Vec<Activity> = (0..COUNT).map(|number| one(&mut dice, &towns, number)).collect();
    all.sort_by_key(|activity| activity.starts);
    all
}

fn towns(villages: &[Place]) -> Vec<PlaceCode> {
    let mut towns: Vec<PlaceCode> = villages.iter().map(|village| village.code.within(Level::Town)).collect();
    towns.sort_unstable();
    towns.dedup();
    towns
}

fn one(dice: &mut Dice, towns: &[PlaceCode], number: usize) -> Activity {
    let (class, field, audience, venue, hours, _, titles) = SORTS[dice.weighted(SORTS.iter().map(|sort| sort.5))];
    let place = *dice.pick(towns);
    let county = ((place.0 - super::places::CITY) / Level::County.span() - 1) as usize;
    let county = names::COUNTIES.get(county).copied().unwrap_or(names::COUNTIES[0]);
    let is_inner = matches!(field, "academic" | "workers" | "internal");
    let host = match () {
        () if is_inner => dice.pick(&["学会学术部", "组织联络部"]).to_string(),
        () if dice.chance(55) => format!("{county}科协"),
        () => dice.pick(&["科普部", "农村科普服务中心", "云川市科技馆"]).to_string(),
    };
    let subject = dice.pick(titles);
    let month = dice.weighted(MONTHS.iter().copied()) as i8 + 1;
    let on = match month {
        // January has too little left: what would fall into it is held in the next January.
        1 => Day::new(super::YEAR + 1, 1, dice.between(4, 29) as i8).unwrap_or(Day::MAX),
        2 => day(2, dice.between(20, 28) as i8),
        month => day(month, dice.between(1, 28) as i8),
    };
    let hour = *dice.pick(&[9_i64, 10, 14, 15]);
    let fate = if dice.chance(2) { Fate::Cancelled } else { Fate::Held };
    Activity {
        title: format!("{subject}（{county} {}）", number + 1),
        class,
        field,
        host,
        place,
        venue,
        audience,
        is_four_in: venue == "社区活动室",
        hours,
        starts: on.start().plus_seconds(hour * 3_600),
        fate,
    }
}

impl Activity {
    /// Whether it took place, or will.
    pub(super) fn is_held(&self) -> bool {
        self.fate == Fate::Held
    }

    /// People register for what has few places; to the others they just come.
    fn asks_to_register(&self, number: usize) -> bool {
        matches!(self.class, "club" | "contest" | "salon" | "open_day" | "training") && number.is_multiple_of(3)
    }

    /// Where more want to come than there are places, lots are drawn.
    fn draws_lots(&self) -> bool {
        self.class == "open_day"
    }
}

/// When each step is taken.
pub(super) fn phases(activity: &Activity, number: usize) -> Vec<(Instant, Phase)> {
    let before = |days: i32, minutes: i64| {
        let on = activity.starts.day().plus(-days);
        at(on, 9).plus_seconds(minutes * 60)
    };
    // Officers work through the day: a few minutes each.
    let minutes = (number % 60) as i64 * 7;
    let mut phases = vec![
        (before(18, minutes), Phase::Add),
        (before(17, minutes), Phase::File),
        (before(15, minutes), Phase::Approve),
        (before(14, minutes), Phase::Announce),
    ];
    if activity.asks_to_register(number) {
        phases.push((before(14, minutes + 3), Phase::Open));
        phases.push((before(13, minutes), Phase::Register));
        if activity.draws_lots() && activity.fate == Fate::Held {
            phases.push((activity.starts.plus_seconds(-20 * 3_600), Phase::Draw));
        }
    }
    match activity.fate {
        Fate::Cancelled => phases.push((before(2, minutes), Phase::Cancel)),
        Fate::Held => {
            let end = activity.starts.plus_seconds(activity.hours * 3_600);
            phases.push((end.plus_seconds(1_800), Phase::Hold));
            phases.push((end.plus_seconds(5_400), Phase::Count));
            if !number.is_multiple_of(4) {
                phases.push((end.plus_seconds(3 * 86_400), Phase::Conclude));
            }
        }
    }
    phases
}

/// Takes a step; a new activity gets its id.
pub(super) fn act(
    scene: &mut Scene,
    ground: &Ground,
    brands: Brands,
    activity: &Activity,
    phase: Phase,
    id: Option<Id>,
    registered: &mut Vec<Id>,
) -> Result<Option<Id>, Stop> {
    let host: &Staff = ground.staff_of(Role::Officer, &activity.host)?;
    if phase == Phase::Add {
        return add(scene, ground, brands, activity, host).map(Some);
    }
    let id = id.or_missing()?;
    match phase {
        Phase::Add => {}
        Phase::File => drop(scene.on(&host.who, "activity.file", id, button())?),
        Phase::Approve => {
            let leader = ground.staff_of(Role::Leader, names::ASSOCIATION)?;
            scene.on(&leader.who, "activity.approve", id, button())?;
        }
        Phase::Announce => drop(scene.on(&host.who, "activity.announce", id, button())?),
        Phase::Open => open(scene, host, activity, id)?,
        Phase::Register => *registered = register(scene, host, activity, id)?,
        Phase::Draw => {
            let seed = format!("{} 03 11 17 22 26 31 08", activity.starts.day());
            scene.on(&host.who, "registration.draw", id, Raw::of([("seed", seed.as_str())]))?;
        }
        Phase::Cancel => {
            scene.on(&host.who, "activity.cancel", id, Raw::of([("reason", "天气原因，另行安排。")]))?;
        }
        Phase::Hold => drop(scene.on(&host.who, "activity.hold", id, button())?),
        Phase::Count if registered.is_empty() => count(scene, host, activity, id)?,
        Phase::Count => sheet(scene, host, activity, id, registered)?,
        Phase::Conclude => {
            let summary = "秩序良好，现场互动热烈；参加者希望多讲实例。";
            scene.on(&host.who, "activity.conclude", id, Raw::of([("summary", summary)]))?;
        }
    }
    Ok(Some(id))
}

fn add(scene: &mut Scene, ground: &Ground, brands: Brands, activity: &Activity, host: &Staff) -> Result<Id, Stop> {
    let unit = ground.unit(&activity.host)?;
    let place = activity.place.to_string();
    let starts = activity.starts.to_string();
    let ends = activity.starts.plus_seconds(activity.hours * 3_600).to_string();
    let programme = activity.is_four_in.then(|| brands.four_in.to_string());
    let series = activity.title.starts_with(SALONS).then(|| brands.salons.to_string());
    let mut fields = vec![
        ("title", activity.title.as_str()),
        ("class", activity.class),
        ("field", activity.field),
        ("unit", &unit),
        ("mode", "onsite"),
        ("place", &place),
        ("venue", activity.venue),
        ("starts_at", &starts),
        ("ends_at", &ends),
        ("audiences", activity.audience),
        ("capacity", "80"),
    ];
    fields.extend(programme.as_deref().map(|programme| ("programme", programme)));
    fields.extend(series.as_deref().map(|series| ("series", series)));
    scene.make(&host.who, "activity.add", Raw::of(fields))
}

/// 报名设置: some places, and when one may come for them.
fn open(scene: &mut Scene, host: &Staff, activity: &Activity, id: Id) -> Result<(), Stop> {
    let (opens, closes) = (scene.now().to_string(), activity.starts.plus_seconds(-86_400).to_string());
    let way = if activity.draws_lots() { "lottery" } else { "first_come" };
    let mut fields = vec![
        ("way", way),
        ("opens_at", opens.as_str()),
        ("closes_at", closes.as_str()),
        ("places", "16"),
        ("largest", "4"),
        ("offer_minutes", "720"),
    ];
    if activity.draws_lots() {
        fields.push(("seed_rule", "截止后首期福利彩票双色球的开奖号码，按公布的顺序写成一行。"));
    }
    scene.on(&host.who, "registration.set_up", id, Raw::of(fields))?;
    Ok(())
}

/// People telephone, and the officer writes them down: more than there are places for, at times.
fn register(scene: &mut Scene, host: &Staff, activity: &Activity, id: Id) -> Result<Vec<Id>, Stop> {
    let mut dice = Dice::of(activity.starts.0 as u64, &activity.title);
    let mut registered = Vec::new();
    for number in 0..dice.between(6, 16) {
        scene.later(20);
        let phone = format!("1008{:07}", dice.below(9_000_000) as i64 + number);
        let size = if dice.chance(25) { "2" } else { "1" };
        let name = names::person(&mut dice);
        let fields = [("person_name", name.as_str()), ("phone", phone.as_str()), ("size", size)];
        registered.extend(scene.on(&host.who, "registration.enter", id, Raw::of(fields))?);
    }
    Ok(registered)
}

/// Heads where nobody registers: by the clicker at a door, by area on a square.
fn count(scene: &mut Scene, host: &Staff, activity: &Activity, id: Id) -> Result<(), Stop> {
    let mut dice = Dice::of(activity.starts.0 as u64, "heads");
    let (way, heads) = match activity.class {
        "fair" => ("area", dice.between(300, 2_400)),
        "exhibition" => ("gate", dice.between(150, 900)),
        _ => ("clicker", dice.between(18, 75)),
    };
    let (heads, day) = (heads.to_string(), activity.starts.day().to_string());
    let fields = [
        ("heads", heads.as_str()),
        ("way", way),
        ("channel", "onsite"),
        ("group", activity.audience),
        ("day", day.as_str()),
    ];
    scene.on(&host.who, "attendance.count", id, Raw::of(fields))?;
    Ok(())
}

/// The sign-in sheet comes back: of those who registered nine in ten came.
fn sheet(scene: &mut Scene, host: &Staff, activity: &Activity, id: Id, registered: &[Id]) -> Result<(), Stop> {
    let mut dice = Dice::of(activity.starts.0 as u64, "sheet");
    let mut came = Vec::new();
    for registration in registered {
        if dice.chance(90) && is_confirmed(scene, *registration)? {
            came.push(registration.to_string());
        }
    }
    if came.is_empty() {
        return Ok(());
    }
    let day = activity.starts.day().to_string();
    let fields = came.iter().map(|id| ("came", id.as_str())).chain([("day", day.as_str())]);
    scene.on(&host.who, "attendance.enter_sheet", id, Raw::of(fields))?;
    Ok(())
}

/// Whether the registration still holds its places: the ledger tells.
fn is_confirmed(scene: &Scene, registration: Id) -> Result<bool, Stop> {
    let history = scene.tx.history_of(registration)?;
    let last = history.iter().rev().find(|fact| fact.sign > 0 && fact.kind.starts_with("registration."));
    Ok(last.is_some_and(|fact| fact.kind == "registration.confirmed"))
}
