//! What stories of registration stand on: an announced activity, an officer who runs it, people with telephones.

#![allow(dead_code, reason = "each test binary uses its part")]

use activities::SLICE;
use ground::directory::UnitKind;
use logic::act::Role;
use logic::id::{Id, UnitId};
use logic::time::Instant;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use web::Slice;
use web::kit::{Reader, Seen, Walk, first_day};

pub static SLICES: &[&Slice] = &[&SLICE];

/// So many minutes in seconds.
pub fn minutes(count: i64) -> i64 {
    count * 60
}

/// An announced activity with registration set up.
pub struct Hall {
    pub walk: Arc<Walk>,
    pub officer: Reader,
    pub id: Id,
}

impl Hall {
    /// With these settings beside the usual ones.
    pub async fn open(walk: &Arc<Walk>, settings: &[(&str, &str)]) -> Self {
        let hall = Self::bare(walk).await;
        hall.set(settings).await.done();
        hall
    }

    /// The same, held at a place one comes to.
    pub async fn on_site(walk: &Arc<Walk>, settings: &[(&str, &str)]) -> Self {
        let hall = Self::open(walk, settings).await;
        let id = hall.id;
        let move_in = ground::sql!("update activity set channel = 'onsite' where id = $1");
        walk.write(move |tx| Ok(tx.run(move_in, &[&id]).map(drop)?)).await;
        hall
    }

    /// What is wrong with these settings.
    pub async fn try_open(walk: &Arc<Walk>, settings: &[(&str, &str)]) -> Vec<String> {
        Self::bare(walk).await.set(settings).await.problems()
    }

    /// An announced activity, three days from now.
    pub async fn bare(walk: &Arc<Walk>) -> Self {
        let unit = match walk.read(|read| Ok(read.find_unit_named("普及部")?)).await {
            Some(unit) => unit.id,
            None => {
                walk.unit("外单位", UnitKind::Department, "云川市科协").await;
                walk.unit("普及部", UnitKind::Department, "云川市科协").await
            }
        };
        let id = announced(walk, unit).await;
        let officer = walk.staff(&format!("林干事{}", &id.to_string()[20..]), Role::Officer, "普及部").await;
        Self { walk: walk.clone(), officer, id }
    }

    /// Sets registration up: the usual settings, and these instead.
    pub async fn set(&self, settings: &[(&str, &str)]) -> Seen {
        let usual = [
            ("way", "first_come"),
            ("opens_at", "2026-03-05T09:00"),
            ("closes_at", "2026-03-08T08:00"),
            ("largest", "1"),
            ("offer_minutes", "60"),
        ];
        let others = usual.iter().filter(|(name, _)| settings.iter().all(|(given, _)| given != name));
        let fields: Vec<_> = others.chain(settings).copied().collect();
        self.officer.post(&self.at("/entry"), &fields).await
    }

    /// An address below the activity's.
    pub fn at(&self, path: &str) -> String {
        format!("/activities/{}{path}", self.id)
    }

    /// Somebody registers from the form to the code; gives the receipt.
    pub async fn register(&self, name: &str, phone: &str, more: &[(&str, &str)]) -> String {
        let fields = [&[("person_name", name), ("phone", phone)], more].concat();
        let sent = self.walk.visitor().post(&self.at("/register"), &fields).await.done();
        self.prove(&sent, phone).await
    }

    /// The code that came is entered; gives the receipt.
    pub async fn prove(&self, sent: &str, phone: &str) -> String {
        let code = code_of(&self.walk, phone).await;
        self.walk.visitor().post(&self.at(&format!("/register/{sent}")), &[("code", &code)]).await.done()
    }

    /// Places left of the total, as stored.
    pub async fn free(&self) -> i64 {
        let id = self.id;
        let free = ground::sql!("select places - taken from activity_quota where activity = $1 and kind = 'total'");
        self.walk.read(move |read| Ok(read.number(free, &[&id])?)).await
    }

    /// The id of a quota, from the button that lifts it.
    pub async fn quota(&self, name: &str) -> String {
        let html = self.officer.get(&self.at("/entry")).await.ok().html();
        let from = html.split(&format!("<span>{name} · ")).nth(1).unwrap();
        from.split("name=\"quota\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }
}

/// The last code sent to a telephone.
pub async fn code_of(walk: &Walk, phone: &str) -> String {
    walk.work().await;
    let sent = walk.sent();
    let message = sent.iter().rev().find(|message| message.to == phone && message.text.contains("验证码"));
    let text = &message.unwrap_or_else(|| panic!("no code to {phone}")).text;
    text.chars().filter(char::is_ascii_digit).collect()
}

/// An announced activity, as the pages of planning leave it.
pub async fn announced(walk: &Walk, unit: UnitId) -> Id {
    walk.write(move |tx| {
        let id: Id = tx.new_id();
        let insert = ground::sql!(
            "insert into activity (id, unit, title, class, field, channel, venue, link, audiences, about, starts_at, ends_at, state, since)
            values ($1, $2, '科普讲座', 'lecture', 'popular', 'online', '报告厅', '', 'public', '', $3, $4, 'announced', $5)"
        );
        let starts: Instant = first_day().plus(3).at(9, 0);
        tx.run(insert, &[&id, &unit, &starts, &starts.plus_seconds(7_200), &first_day()])?;
        Ok(id)
    })
    .await
}

/// As `sha256sum` prints it.
pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Text in the encoding that Chinese spreadsheets still come in.
pub fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}
