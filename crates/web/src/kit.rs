//! The test kit: a house on a scratch database, readers with cookies, and stories told through HTTP on the real router.

mod page;
mod reader;

pub use page::Seen;
pub use reader::Reader;

use crate::house::{Config, House, migrations};
use crate::slice::Slice;
use axum::Router;
use ground::clock::Clock;
use ground::db::scratch::{self, Scratch};
use ground::db::{Db, Tx};
use ground::directory::{NewPerson, Unit, UnitKind};
use ground::files::Store;
use ground::identity::{Account, SessionKey};
use ground::sender::{Message, Sender};
use ground::stop::Stop;
use logic::act::{Role, Viewer};
use logic::form::{Phone, Raw};
use logic::id::{AccountId, PersonId, UnitId};
use logic::time::{Day, Instant};
use std::sync::{Arc, Mutex, PoisonError};

/// A house to walk through.
pub struct Walk {
    /// The house.
    pub house: Arc<House>,
    /// Its clock; it can be moved.
    pub clock: Clock,
    router: Router,
    sent: Arc<Mutex<Vec<Message>>>,
    scratch: Arc<Scratch>,
}

/// The day on which walks begin, at ten in the morning: a Thursday.
pub fn first_day() -> Day {
    Day::new(2026, 3, 5).unwrap_or(Day::MIN)
}

/// Tells a story on each engine that is here; then the ledger, every cached figure and every invariant must hold.
pub async fn on_each_engine<F, Fut>(slices: &'static [&'static Slice], story: F)
where
    F: Fn(Arc<Walk>) -> Fut,
    Fut: Future<Output = ()>,
{
    scratch::on_each_engine(|scratch| async {
        let walk = Arc::new(Walk::new(slices, scratch).await);
        story(walk.clone()).await;
        walk.check().await;
    })
    .await;
}

impl Walk {
    /// An empty house that is set up: an association with one administrator.
    #[expect(clippy::expect_used, reason = "a test's ground")]
    pub async fn new(slices: &'static [&'static Slice], scratch: Arc<Scratch>) -> Self {
        let clock = Clock::default();
        clock.set(Instant(first_day().start().0 + 10 * 3_600_000_000));
        let db = Db::open(scratch.address(), clock.clone(), &migrations(slices)).await.expect("a database");
        let store = Store::open(&scratch.folder().join("files").display().to_string()).expect("a store");
        let sent = Arc::new(Mutex::new(Vec::new()));
        let house = House::new(slices, db, store, Sender::Box(sent.clone()), Config::default()).expect("a house");
        let walk = Self { router: crate::router(&house), house, clock, sent, scratch };
        walk.write(|tx| {
            let path = tx.next_path_below(None)?;
            let id = tx.new_id();
            tx.insert_unit(&Unit {
                id,
                parent: None,
                path,
                name: "云川市科协".into(),
                kind: UnitKind::Association,
                credit_code: None,
                place: None,
                closed_on: None,
            })?;
            tx.save_disciplines()?;
            Ok(tx.save_setting(ground::settings::ASSOCIATION, "云川市科协")?)
        })
        .await;
        walk.staff("总管", Role::Administrator, "云川市科协").await;
        walk
    }

    /// Writes to the house's ground directly: what a story takes for granted.
    #[expect(clippy::expect_used, reason = "a test's ground")]
    pub async fn write<T: Send + 'static>(&self, work: impl Fn(&mut Tx) -> Result<T, Stop> + Send + 'static) -> T {
        self.house.db.write(work).await.expect("what a story takes for granted")
    }

    /// Reads the house's ground directly: what pages do not show.
    #[expect(clippy::expect_used, reason = "a test's ground")]
    pub async fn read<T>(&self, work: impl FnOnce(&ground::db::Read) -> Result<T, Stop>) -> T {
        self.house.db.read(work).await.expect("a look behind the pages")
    }

    /// Another program over the same database, with the same clock: stories in which several programs serve.
    #[expect(clippy::expect_used, reason = "a test's ground")]
    pub async fn beside(&self) -> Arc<House> {
        let slices = self.house.slices;
        let db = Db::open(self.scratch.address(), self.clock.clone(), &migrations(slices)).await.expect("a database");
        let store = Store::open(&self.scratch.folder().join("files").display().to_string()).expect("a store");
        House::new(slices, db, store, Sender::Box(self.sent.clone()), Config::default()).expect("a house")
    }

    /// A reader's double before another program: the same session, the same person.
    pub fn double(&self, reader: &Reader, house: &Arc<House>) -> Reader {
        reader.before(crate::router(house))
    }

    /// Someone who has not signed in.
    pub fn visitor(&self) -> Reader {
        Reader::new(self.router.clone(), None, None)
    }

    /// A unit below another, by their names.
    pub async fn unit(&self, name: &str, kind: UnitKind, parent: &str) -> UnitId {
        let (name, parent) = (name.to_owned(), parent.to_owned());
        self.write(move |tx| {
            let parent = tx.find_unit_named(&parent)?;
            let path = tx.next_path_below(parent.as_ref())?;
            let id = tx.new_id();
            let parent = parent.map(|parent| parent.id);
            tx.insert_unit(&Unit {
                id,
                parent,
                path,
                name: name.clone(),
                kind,
                credit_code: None,
                place: None,
                closed_on: None,
            })?;
            Ok(id)
        })
        .await
    }

    /// Someone with an account and a role on a unit, signed in.
    pub async fn staff(&self, name: &str, role: Role, unit: &str) -> Reader {
        let person = self.person(name, None).await;
        let (login, unit) = (name.to_owned(), unit.to_owned());
        let key = SessionKey::random();
        let session = key.clone();
        self.write(move |tx| {
            let account = tx.new_id::<AccountId>();
            let unit = tx.find_unit_named(&unit)?.ok_or(Stop::Missing)?;
            tx.insert_account(&new_account(account, person, &login, tx.now))?;
            let grant = tx.new_id();
            tx.insert_role(grant, account, role, unit.id, tx.now.day().plus(-1), None)?;
            Ok(tx.open_session(&session, Some(account), person)?)
        })
        .await;
        Reader::new(self.router.clone(), Some(key), Some(person))
    }

    /// A person of the directory.
    pub async fn person(&self, name: &str, phone: Option<&str>) -> PersonId {
        let new =
            NewPerson { name: name.into(), phone: phone.map(|phone| Phone(phone.into())), ..NewPerson::default() };
        self.write(move |tx| Ok(tx.find_or_record_person(&new)?)).await
    }

    /// A person signed in by telephone.
    pub async fn by_phone(&self, person: PersonId) -> Reader {
        let key = SessionKey::random();
        let session = key.clone();
        self.write(move |tx| Ok(tx.open_session(&session, None, person)?)).await;
        Reader::new(self.router.clone(), Some(key), Some(person))
    }

    /// Time passes, and everyone who was signed in signs in again.
    pub async fn later(&self, seconds: i64) {
        self.clock.advance(seconds);
        self.write(|tx| Ok(tx.renew_sessions()?)).await;
    }

    /// Does every job that is due, and brings figures up to date.
    pub async fn work(&self) {
        self.house.run_jobs().await;
        self.house.keep_folds().await;
    }

    /// What a person was told, oldest first, in Chinese.
    pub async fn told(&self, reader: &Reader) -> Vec<String> {
        let Some(person) = reader.person else { return Vec::new() };
        let mut kept = self.read(|read| Ok(read.list_notices(person, 1000)?)).await;
        kept.reverse();
        let text = |notice: ground::notices::Kept| {
            let key = format!("notice.{}", notice.text);
            let text = self.house.texts.get(crate::Lang::Zh, &key).into_owned();
            crate::fill(&text, notice.blanks.iter().map(|(name, value)| (name.as_str(), value.as_str())))
        };
        kept.into_iter().map(text).collect()
    }

    /// What was sent out since the last look.
    pub fn sent(&self) -> Vec<Message> {
        std::mem::take(&mut self.sent.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What must hold at the end of every story.
    pub async fn check(&self) {
        let verified = self.read(|read| Ok(ground::ledger::verify(read, |_| ())?)).await;
        assert!(verified.is_ok(), "the ledger does not fit: {verified:?}");
        for invariant in self.house.slices.iter().flat_map(|slice| slice.invariants) {
            let broken = self.read(|read| (invariant.broken)(read)).await;
            assert!(broken.is_empty(), "does not hold: {}: {broken:?}", invariant.name);
        }
        let dead = self.read(|read| Ok(read.list_dead_jobs()?)).await;
        assert!(dead.is_empty(), "dead jobs: {dead:?}");
    }
}

fn new_account(id: AccountId, person: PersonId, login: &str, now: Instant) -> Account {
    Account {
        id,
        person,
        login: login.into(),
        password: String::new(),
        password_at: now,
        must_change: false,
        failures: 0,
        locked_until: None,
        closed_at: None,
    }
}

/// Acts through a house's own acts inside one transaction, without HTTP: how the demo city lives its year.
pub fn act_inside(
    house: &Arc<House>,
    tx: &mut Tx,
    viewer: &Viewer,
    act: &str,
    blanks: &[(&str, String)],
    input: Raw,
) -> Result<crate::Done, Stop> {
    let entry = house.act(act);
    let ctx = crate::ctx::Ctx {
        house: house.clone(),
        viewer: viewer.clone(),
        look: crate::look::Look::read("", ""),
        path: entry.path.into(),
        blanks: blanks.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        query: Raw::default(),
        input,
        prepared: None,
        kept: None,
        is_kept_shown: Default::default(),
        session: None,
        from: String::new(),
        request: tx.new_id(),
    };
    let prepared = entry.prepare.map(|prepare| prepare(tx, &ctx)).transpose()?;
    (entry.post)(tx, &crate::ctx::Ctx { prepared, ..ctx })
}
