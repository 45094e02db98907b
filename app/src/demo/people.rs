//! The ground: the association and its units, 45 officers with accounts and roles, a secretary in every society.

use super::dice::Dice;
use super::names::{self, Line};
use super::places;
use super::stage::{City, Scene, Who, at, day};
use ground::db::Fault;
use ground::directory::{NewPerson, Place, Unit, UnitKind};
use ground::identity::Account;
use ground::settings;
use ground::stop::{OrMissing, Stop};
use logic::act::{Grant, Role};
use logic::form::Raw;
use logic::id::{AccountId, PersonId, UnitId};
use logic::place::PlaceCode;
use std::sync::Arc;

/// What everything else stands on.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    pub(super) villages: Vec<Place>,
    pub(super) units: Vec<Named>,
    pub(super) staff: Vec<Staff>,
}

/// A unit by its name.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) id: UnitId,
    pub(super) name: String,
    kind: UnitKind,
}

/// Someone with an account.
#[derive(Debug, Clone)]
pub(super) struct Staff {
    pub(super) who: Who,
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) role: Role,
    pub(super) unit: String,
}

impl Ground {
    /// The first one with that role in that unit; the association's own where the unit has none.
    pub(super) fn staff_of(&self, role: Role, unit: &str) -> Result<&Staff, Stop> {
        let found = |unit: &str| self.staff.iter().find(|staff| staff.role == role && staff.unit == unit);
        found(unit).or_else(|| found(names::ASSOCIATION)).or_missing()
    }

    /// The officer who plans and runs rounds.
    pub(super) fn officer(&self) -> Result<&Who, Stop> {
        Ok(&self.staff_of(Role::Officer, names::ASSOCIATION)?.who)
    }

    /// The officer of the county a place lies in.
    pub(super) fn county_officer(&self, place: PlaceCode) -> Result<&Staff, Stop> {
        let number = (place.0 - places::CITY) / 1_000_000 - 1;
        let county = names::COUNTIES.get(number as usize).or_missing()?;
        self.staff_of(Role::Officer, &format!("{county}科协"))
    }

    /// A unit's id, as a form takes it.
    pub(super) fn unit(&self, name: &str) -> Result<String, Stop> {
        let found = self.units.iter().find(|unit| unit.name == name);
        Ok(found.ok_or_else(|| Fault::broken("the demo city has no such unit", name))?.id.to_string())
    }

    /// Units of a kind.
    pub(super) fn of_kind(&self, kind: UnitKind) -> Vec<&Named> {
        self.units.iter().filter(|unit| unit.kind == kind).collect()
    }
}

/// Lays the ground: nothing of it is an act but units and people.
pub(super) async fn lay(city: &City) -> Result<Arc<Ground>, Stop> {
    // Once for all: a hash takes twenty milliseconds on purpose.
    let password = ground::identity::hash_password(super::PASSWORD);
    let seed = city.seed;
    let ground = city.write(at(day(1, 4), 9), move |scene| {
        let places = places::all(seed);
        scene.tx.save_places(&places)?;
        scene.tx.save_disciplines()?;
        settle(scene)?;
        let mut ground =
            Ground { villages: places::villages(&places).cloned().collect(), units: Vec::new(), staff: Vec::new() };
        let mut hiring = Hiring { dice: Dice::of(seed, "staff"), password: &password, number: 0 };
        let root = root(scene)?;
        let admin = hiring.first(scene, &root)?;
        ground.units.push(Named { id: root.id, name: root.name.clone(), kind: root.kind });
        add_units(scene, &admin.who, &mut ground)?;
        ground.staff.push(admin);
        hiring.everyone(scene, &mut ground)?;
        Ok(ground)
    });
    Ok(Arc::new(ground.await?))
}

fn settle(scene: &mut Scene) -> Result<(), Stop> {
    let kept = [
        (settings::ASSOCIATION, names::ASSOCIATION),
        (settings::ASSOCIATION_EN, "Yunchuan Association for Science and Technology (fictional)"),
        (settings::CONTACT, "演示城市，没有真实的联系方式 · a demo city: nobody answers"),
        (settings::REGION, "9901"),
    ];
    Ok(kept.iter().try_for_each(|(name, value)| scene.tx.save_setting(name, value))?)
}

fn root(scene: &mut Scene) -> Result<Unit, Stop> {
    let unit = Unit {
        id: scene.tx.new_id(),
        parent: None,
        path: scene.tx.next_path_below(None)?,
        name: names::ASSOCIATION.into(),
        kind: UnitKind::Association,
        credit_code: None,
        place: Some(PlaceCode(places::CITY)),
        closed_on: None,
    };
    scene.tx.insert_unit(&unit)?;
    Ok(unit)
}

fn add_units(scene: &mut Scene, admin: &Who, ground: &mut Ground) -> Result<(), Stop> {
    let root = ground.units[0].id.to_string();
    let counties = names::COUNTIES.iter().map(|county| format!("{county}科协"));
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let kinds = [
        (UnitKind::Department, owned(&names::DEPARTMENTS)),
        (UnitKind::District, counties.collect()),
        (UnitKind::Society, names::societies()),
        (UnitKind::Institution, owned(&names::INSTITUTIONS)),
        (UnitKind::Government, owned(&names::PARTNERS)),
    ];
    for (kind, names) in kinds {
        for name in names {
            scene.later(7);
            let fields = [("unit_name", name.as_str()), ("parent", &root), ("unit_kind", kind.code())];
            let id = scene.make(admin, "unit.add", Raw::of(fields))?.into();
            ground.units.push(Named { id, name, kind });
        }
    }
    Ok(())
}

/// Whoever gets an account.
struct Hiring<'a> {
    dice: Dice,
    password: &'a str,
    number: usize,
}

impl Hiring<'_> {
    /// The administrator, whom nobody records.
    fn first(&mut self, scene: &mut Scene, root: &Unit) -> Result<Staff, Stop> {
        let (name, phone) = self.next();
        let new = NewPerson {
            name: name.clone(),
            phone: Some(names::as_phone(&phone)),
            unit: Some(root.id),
            ..NewPerson::default()
        };
        let person = scene.tx.record_person(&new)?;
        let post = Post { login: super::ADMINISTRATOR.into(), role: Role::Administrator, unit: root.id, title: "" };
        let who = self.account(scene, &post, person)?;
        Ok(Staff { who, name, phone, role: Role::Administrator, unit: root.name.clone() })
    }

    fn next(&mut self) -> (String, String) {
        self.number += 1;
        (names::person(&mut self.dice), names::phone(Line::Staff, self.number))
    }

    /// 44 more officers, and the secretaries of the societies.
    fn everyone(&mut self, scene: &mut Scene, ground: &mut Ground) -> Result<(), Stop> {
        let admin = ground.staff[0].who.clone();
        for (unit, post) in posts(ground) {
            scene.later(11);
            let (name, phone) = self.next();
            let unit_id = post.unit.to_string();
            let fields = [("person_name", name.as_str()), ("phone", &phone), ("unit", &unit_id), ("title", post.title)];
            let person = scene.make(&admin, "person.record", Raw::of(fields))?.into();
            let who = self.account(scene, &post, person)?;
            ground.staff.push(Staff { who, name, phone, role: post.role, unit });
        }
        Ok(())
    }

    fn account(&self, scene: &mut Scene, post: &Post, person: PersonId) -> Result<Who, Stop> {
        let id: AccountId = scene.tx.new_id();
        scene.tx.insert_account(&Account {
            id,
            person,
            login: post.login.clone(),
            password: self.password.into(),
            // As if changed this morning, or every reader would have to change it first.
            password_at: super::now(),
            must_change: false,
            failures: 0,
            locked_until: None,
            closed_at: None,
        })?;
        let grant = scene.tx.new_id();
        scene.tx.insert_role(grant, id, post.role, post.unit, day(1, 1), None)?;
        let path = scene.tx.find_unit(post.unit)?.or_missing()?.path;
        Ok(Who::staff(id, person, Grant { role: post.role, unit: path }))
    }
}

/// A role on a unit that someone is to hold.
struct Post {
    login: String,
    role: Role,
    unit: UnitId,
    title: &'static str,
}

/// Everyone but the administrator: at the association, in departments, in counties, in societies.
fn posts(ground: &Ground) -> Vec<(String, Post)> {
    let root = &ground.units[0];
    let mut posts = Vec::new();
    let mut add = |login: String, role, unit: &Named, title| {
        posts.push((unit.name.clone(), Post { login, role, unit: unit.id, title }));
    };
    for (number, title) in ["主席", "副主席", "副主席", "副主席"].into_iter().enumerate() {
        add(numbered(super::LEADER, number), Role::Leader, root, title);
    }
    for number in 0..4 {
        add(numbered(super::OFFICER, number), Role::Officer, root, "主任科员");
    }
    add(super::STATISTICIAN.into(), Role::Statistician, root, "统计师");
    for (number, unit) in ground.of_kind(UnitKind::Department).into_iter().cycle().take(17).enumerate() {
        add(format!("dept{:02}", number + 1), Role::Officer, unit, "科员");
    }
    for (number, unit) in ground.of_kind(UnitKind::District).into_iter().cycle().take(18).enumerate() {
        add(format!("county{:02}", number + 1), Role::Officer, unit, "科员");
    }
    for (number, unit) in ground.of_kind(UnitKind::Society).into_iter().enumerate() {
        add(numbered(super::SECRETARY, number), Role::Secretary, unit, "秘书长");
    }
    posts
}

/// The first of a role signs in with its plain name.
fn numbered(login: &str, number: usize) -> String {
    if number == 0 { login.to_owned() } else { format!("{login}{:02}", number + 1) }
}
