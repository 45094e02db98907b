//! Spreadsheets of needs and experts: read row by row, each bad cell named, nothing stored before someone has looked.

use super::{Months, TitleLevel};
use ground::directory::Discipline;
use logic::form::{Field, FromField, Phone, Raw, line, phone};
use logic::place::PlaceCode;
use paper::Sheet;
use serde::{Deserialize, Serialize};

logic::codes!(
    /// What a sheet holds.
    SheetKind {
        /// 村需求
        Needs = "needs",
        /// 专家
        Experts = "experts",
    }
);

/// A row as it was read: what it says, or what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadRow {
    /// Its number in the sheet, from 2.
    pub number: usize,
    /// Its cells.
    pub cells: Vec<String>,
    /// What it says.
    pub says: Option<Says>,
    /// What is wrong: the column's name and the problem's code.
    pub problems: Vec<(String, String)>,
}

/// What a good row says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Says {
    /// A need.
    Need(NeedRow),
    /// An expert.
    Expert(ExpertRow),
}

/// A need in a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedRow {
    /// The village's code.
    pub village: String,
    /// The contact's name.
    pub contact: Option<String>,
    /// The contact's telephone.
    pub phone: Option<String>,
    /// Discipline codes, one for each expert wanted.
    pub disciplines: Vec<String>,
    /// In a few words.
    pub title: String,
    /// In more.
    pub text: String,
    /// From and to which month.
    pub months: Option<(i64, i64)>,
    /// 薄弱村
    pub is_weak: bool,
}

/// An expert in a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpertRow {
    /// The name.
    pub name: String,
    /// The telephone.
    pub phone: String,
    /// The employer's name.
    pub unit: Option<String>,
    /// 职称
    pub title: Option<String>,
    /// 职称级别
    pub level: String,
    /// The discipline's code.
    pub discipline: String,
    /// The second one's.
    pub second: Option<String>,
    /// How many villages.
    pub max_posts: i64,
    /// The home's place code.
    pub home: Option<String>,
    /// From and to which month.
    pub months: Option<(i64, i64)>,
}

/// The columns of a kind of sheet: the name it has in our own template, and others people use.
pub fn columns(kind: SheetKind) -> &'static [&'static [&'static str]] {
    match kind {
        SheetKind::Needs => NEEDS,
        SheetKind::Experts => EXPERTS,
    }
}

const NEEDS: &[&[&str]] = &[
    &["村", "村代码", "村名", "village"],
    &["联络员", "联系人", "contact"],
    &["联络员电话", "联系电话", "电话", "phone"],
    &["学科", "所需学科", "专业", "discipline"],
    &["需求", "需求名称", "标题", "need"],
    &["说明", "需求说明", "内容", "text"],
    &["月份", "服务月份", "months"],
    &["薄弱村", "weak"],
];

const EXPERTS: &[&[&str]] = &[
    &["姓名", "name"],
    &["电话", "手机", "手机号", "phone"],
    &["单位", "工作单位", "unit"],
    &["职称", "title"],
    &["职称级别", "级别", "level"],
    &["学科", "主学科", "专业", "discipline"],
    &["第二学科", "second"],
    &["可任村数", "村数", "max"],
    &["居住地", "所在地", "home"],
    &["月份", "可服务月份", "months"],
];

/// What the reader of rows may look up.
pub trait Lookup {
    /// A village by its code or its name (with its town's before it, where two have the same).
    fn village(&self, text: &str) -> Result<PlaceCode, &'static str>;
    /// Any place by its code or its name.
    fn place(&self, text: &str) -> Result<PlaceCode, &'static str>;
    /// A discipline by its code or name.
    fn discipline(&self, text: &str) -> Option<Discipline>;
    /// Whether this very need is known.
    fn has_need(&self, village: PlaceCode, title: &str) -> bool;
    /// Whether this person is listed as an expert.
    fn has_expert(&self, name: &str, phone: &Phone) -> bool;
}

/// Why a sheet as a whole cannot be read: columns that are missing.
pub fn read(kind: SheetKind, sheet: &Sheet, lookup: &impl Lookup) -> Result<Vec<ReadRow>, Vec<&'static str>> {
    let head = sheet.rows.first().map(Vec::as_slice).unwrap_or_default();
    let places: Vec<Option<usize>> =
        columns(kind).iter().map(|names| head.iter().position(|cell| names.contains(&cell.trim()))).collect();
    let needed: &[usize] = match kind {
        SheetKind::Needs => &[0, 3, 4],
        SheetKind::Experts => &[0, 1, 4, 5],
    };
    let missing: Vec<_> =
        needed.iter().filter(|column| places[**column].is_none()).map(|column| columns(kind)[*column][0]).collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let mut rows: Vec<ReadRow> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for (at, cells) in sheet.rows.iter().enumerate().skip(1) {
        if cells.iter().all(String::is_empty) {
            continue;
        }
        let mut row = Row { kind, cells, places: &places, lookup, problems: Vec::new() };
        let says = row.read();
        if says.as_ref().is_some_and(|says| !known.insert(subject(says))) {
            row.problems.push((columns(kind)[0][0].to_owned(), "row_double".into()));
        }
        let says = says.filter(|_| row.problems.is_empty());
        rows.push(ReadRow { number: at + 1, cells: cells.clone(), says, problems: row.problems });
    }
    Ok(rows)
}

/// Which need or expert a row speaks of.
fn subject(says: &Says) -> (String, String) {
    match says {
        Says::Need(need) => (need.village.clone(), need.title.clone()),
        Says::Expert(expert) => (expert.name.clone(), expert.phone.clone()),
    }
}

struct Row<'a, L: Lookup> {
    kind: SheetKind,
    cells: &'a [String],
    places: &'a [Option<usize>],
    lookup: &'a L,
    problems: Vec<(String, String)>,
}

impl<L: Lookup> Row<'_, L> {
    fn read(&mut self) -> Option<Says> {
        match self.kind {
            SheetKind::Needs => self.need().map(Says::Need),
            SheetKind::Experts => self.expert().map(Says::Expert),
        }
    }

    fn cell(&self, column: usize) -> &str {
        self.places[column].and_then(|at| self.cells.get(at)).map_or("", |cell| cell.trim())
    }

    fn wrong<T>(&mut self, column: usize, problem: &'static str) -> Option<T> {
        self.problems.push((columns(self.kind)[column][0].to_owned(), problem.to_owned()));
        None
    }

    /// A cell read like a form's field.
    fn field<T: FromField>(&mut self, column: usize, field: Field) -> Option<T> {
        let named = field.named("cell", T::REQUIRED);
        match T::from_field(&named, &Raw::of([("cell", self.cell(column))])) {
            Ok(value) => Some(value),
            Err(problem) => self.wrong(column, problem.code),
        }
    }

    fn need(&mut self) -> Option<NeedRow> {
        let village = match self.lookup.village(self.cell(0)) {
            Ok(village) => Some(village),
            Err(problem) => self.wrong(0, problem),
        };
        let contact: Option<Option<String>> = self.field(1, line().max(40));
        let phone: Option<Option<Phone>> = self.field(2, phone());
        let disciplines = self.disciplines(3, super::TEAM);
        let title: Option<String> = self.field(4, line().min(2).max(60));
        let text: Option<Option<String>> = self.field(5, line().max(1000));
        let months = self.months(6);
        let is_weak = matches!(self.cell(7), "是" | "1" | "薄弱" | "yes");
        let (village, title) = (village?, title?);
        if self.lookup.has_need(village, &title) {
            return self.wrong(4, "need_known");
        }
        Some(NeedRow {
            village: village.to_string(),
            contact: contact?,
            phone: phone?.map(|phone| phone.0),
            disciplines: disciplines?,
            title,
            text: text?.unwrap_or_default(),
            months: months?,
            is_weak,
        })
    }

    fn expert(&mut self) -> Option<ExpertRow> {
        let name: Option<String> = self.field(0, line().min(2).max(40));
        let phone: Option<Phone> = self.field(1, phone());
        let unit: Option<Option<String>> = self.field(2, line());
        let title: Option<Option<String>> = self.field(3, line().max(40));
        let level = self.level(4);
        let discipline = self.disciplines(5, 1);
        let second = if self.cell(6).is_empty() { Some(Vec::new()) } else { self.disciplines(6, 1) };
        let max_posts: Option<Option<i64>> = self.field(7, logic::form::count().min(1).max(super::TEAM as i64));
        let home = self.home(8);
        let months = self.months(9);
        let (name, phone) = (name?, phone?);
        if self.lookup.has_expert(&name, &phone) {
            return self.wrong(0, "expert_known");
        }
        Some(ExpertRow {
            name,
            phone: phone.0,
            unit: unit?,
            title: title?,
            level: level?.code().into(),
            discipline: discipline?.into_iter().next()?,
            second: second?.into_iter().next(),
            max_posts: max_posts?.unwrap_or(1),
            home: home?.map(|home| home.to_string()),
            months: months?,
        })
    }

    /// One or more disciplines, set apart by 、 or a comma.
    fn disciplines(&mut self, column: usize, most: usize) -> Option<Vec<String>> {
        let names: Vec<String> = self
            .cell(column)
            .split(['、', '，', ',', ';', '；'])
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(Into::into)
            .collect();
        let codes: Vec<_> =
            names.iter().filter_map(|name| self.lookup.discipline(name)).map(|discipline| discipline.code).collect();
        match () {
            () if names.is_empty() => self.wrong(column, "required"),
            () if codes.len() < names.len() => self.wrong(column, "discipline_unknown"),
            () if codes.len() > most => self.wrong(column, "discipline_too_many"),
            () => Some(codes),
        }
    }

    fn level(&mut self, column: usize) -> Option<TitleLevel> {
        let level = match self.cell(column) {
            "正高级" | "正高" | "senior" => TitleLevel::Senior,
            "副高级" | "副高" | "associate" => TitleLevel::Associate,
            "中级" | "intermediate" => TitleLevel::Intermediate,
            "助理级" | "初级" | "assistant" => TitleLevel::Assistant,
            "员级" | "junior" => TitleLevel::Junior,
            _ => return self.wrong(column, "level_unknown"),
        };
        Some(level)
    }

    fn home(&mut self, column: usize) -> Option<Option<PlaceCode>> {
        if self.cell(column).is_empty() {
            return Some(None);
        }
        match self.lookup.place(self.cell(column)) {
            Ok(place) => Some(Some(place)),
            Err(problem) => self.wrong(column, problem),
        }
    }

    /// `3-10`, `3—10月`, `5月`; nothing for any time.
    fn months(&mut self, column: usize) -> Option<Option<(i64, i64)>> {
        let text = self.cell(column).replace('月', "");
        if text.is_empty() {
            return Some(None);
        }
        let mut ends =
            text.split(['-', '—', '–', '~', '至']).map(str::trim).filter(|end| !end.is_empty()).map(str::parse::<i64>);
        let months = match (ends.next(), ends.next(), ends.next()) {
            (Some(Ok(from)), Some(Ok(to)), None) => Some((from, to)),
            (Some(Ok(only)), None, None) => Some((only, only)),
            _ => None,
        };
        match months.filter(|(from, to)| (1..=12).contains(from) && (1..=12).contains(to)) {
            Some(months) => Some(Some(months)),
            None => self.wrong(column, "months_unreadable"),
        }
    }
}

impl From<(i64, i64)> for Months {
    fn from((from, to): (i64, i64)) -> Self {
        Self { from, to }
    }
}
