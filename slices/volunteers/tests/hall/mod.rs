//! What stories of volunteers stand on: a department with an officer, volunteers with telephones, shifts in three days.

#![allow(dead_code, reason = "each test binary uses its part")]

use ground::db::Read;
use ground::directory::UnitKind;
use ground::stop::Stop;
use logic::act::Role;
use logic::id::Id;
use std::sync::Arc;
use volunteers::SLICE;
use web::kit::{Reader, Walk};
use web::{Choice, Ctx, Offer, Slice};

/// Stands in for the slice that has activities.
pub const ACTIVITY: &str = "01j00000000000000000000001";

fn activities(_read: &Read, _ctx: &Ctx) -> Result<Vec<Choice>, Stop> {
    Ok(vec![Choice::new(ACTIVITY, "2026-03-08 科普日")])
}

static STAND_IN: Slice =
    Slice { name: "stand_in", offers: &[Offer { noun: "activity", choices: activities }], ..Slice::EMPTY };

pub static SLICES: &[&Slice] = &[&SLICE, &STAND_IN];

/// A department that runs shifts.
pub struct Hall {
    pub walk: Arc<Walk>,
    pub officer: Reader,
    pub colleague: Reader,
    pub unit: String,
}

impl Hall {
    pub async fn of(walk: &Arc<Walk>) -> Self {
        let unit = walk.unit("普及部", UnitKind::Department, "云川市科协").await.to_string();
        walk.unit("外单位", UnitKind::Department, "云川市科协").await;
        let officer = walk.staff("林干事", Role::Officer, "普及部").await;
        let colleague = walk.staff("方干事", Role::Officer, "普及部").await;
        Self { walk: walk.clone(), officer, colleague, unit }
    }

    /// A shift with these fields beside the usual ones; its address.
    pub async fn shift(&self, fields: &[(&str, &str)]) -> String {
        format!("/shifts/{}", self.try_shift(fields).await.done())
    }

    pub async fn try_shift(&self, fields: &[(&str, &str)]) -> web::kit::Seen {
        let usual = [
            ("shift_unit", self.unit.as_str()),
            ("duty", "volunteer"),
            ("shift_role", "讲解"),
            ("starts_at", "2026-03-08T09:00"),
            ("ends_at", "2026-03-08T12:00"),
            ("venue", "科技馆"),
            ("needed", "2"),
            ("least_age", "14"),
            ("shift_way", "open"),
            ("tolerance", "10"),
        ];
        let others = usual.iter().filter(|(name, _)| fields.iter().all(|(given, _)| given != name));
        let all: Vec<_> = others.chain(fields).copied().collect();
        self.officer.post("/shifts", &all).await
    }

    /// Somebody with a card, signed in by telephone.
    pub async fn volunteer(&self, name: &str, phone: &str) -> Reader {
        self.volunteer_with(name, phone, &[]).await
    }

    pub async fn volunteer_with(&self, name: &str, phone: &str, fields: &[(&str, &str)]) -> Reader {
        let own = [("person_name", name), ("phone", phone), ("volunteer_unit", self.unit.as_str()), ("consent", "1")];
        self.officer.post("/volunteers", &[&own[..], fields].concat()).await.done();
        let person = self.walk.person(name, Some(phone)).await;
        self.walk.by_phone(person).await
    }

    /// The id of somebody's signup at a shift.
    pub async fn signup(&self, shift: &str, reader: &Reader) -> String {
        let (shift, person) = (shift.rsplit('/').next().expect("an id").to_owned(), reader.person.expect("a person"));
        let find = ground::sql!("select id from signup where shift = $1 and person = $2");
        let id = self.walk.read(move |read| Ok(read.find(find, &[&shift, &person], |row| row.get::<Id>(0))?)).await;
        id.expect("a signup").to_string()
    }

    /// The card of somebody.
    pub async fn card(&self, reader: &Reader) -> String {
        let person = reader.person.expect("a person");
        let find = ground::sql!("select id from volunteer where person = $1");
        let id = self.walk.read(move |read| Ok(read.find(find, &[&person], |row| row.get::<Id>(0))?)).await;
        format!("/volunteers/{}", id.expect("a card"))
    }

    /// The code shown on the spot.
    pub async fn code(&self, shift: &str) -> String {
        let shift = shift.rsplit('/').next().expect("an id").to_owned();
        let find = ground::sql!("select code from shift where id = $1");
        self.walk.read(move |read| Ok(read.find(find, &[&shift], |row| row.get::<String>(0))?)).await.expect("a code")
    }

    pub async fn figure(&self, query: &str) -> i64 {
        let query: logic::fold::Query = query.parse().expect("a question");
        self.walk.read(move |read| Ok(read.figure(&query)?.value())).await
    }
}

/// So many hours in seconds.
pub fn hours(count: i64) -> i64 {
    count * 3_600
}
