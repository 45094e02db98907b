//! People: one person once. A record merged into another stays, points there, and can be parted again.

use crate::db::{Fault, Read, Row, Tx};
use crate::sql;
use logic::form::Phone;
use logic::id::{PersonId, UnitId};
use logic::time::Instant;

/// A person's record. Everything personal is here and nowhere else, so that it can be erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id that facts name.
    pub id: PersonId,
    /// The name; nothing once erased.
    pub name: Option<String>,
    /// Telephone.
    pub phone: Option<Phone>,
    /// E-mail.
    pub email: Option<String>,
    /// A number of a certificate or card that is theirs alone.
    pub credential: Option<String>,
    /// The year of birth.
    pub born: Option<i16>,
    /// The unit they work for.
    pub unit: Option<UnitId>,
    /// 职称, as written: 高级农艺师.
    pub title: Option<String>,
    /// When the record was made.
    pub recorded_at: Instant,
    /// The record this one was merged into.
    pub merged_into: Option<PersonId>,
    /// When it was erased.
    pub erased_at: Option<Instant>,
}

/// What is known of a person who may or may not have a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPerson {
    /// The name.
    pub name: String,
    /// Telephone.
    pub phone: Option<Phone>,
    /// E-mail.
    pub email: Option<String>,
    /// A certificate's or card's number.
    pub credential: Option<String>,
    /// The year of birth.
    pub born: Option<i16>,
    /// The unit they work for.
    pub unit: Option<UnitId>,
    /// 职称
    pub title: Option<String>,
}

/// Two records that may be one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The older record.
    pub older: Person,
    /// The newer one.
    pub newer: Person,
}

/// Which people a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonFilter {
    /// The beginning of the name, or a telephone number.
    pub text: Option<String>,
    /// Of this unit only.
    pub unit: Option<UnitId>,
}

macro_rules! select_person {
    ($rest:literal) => {
        sql!(concat!("select id, name, phone, email, credential, born, unit, title, recorded_at, merged_into, erased_at from person ", $rest))
    };
}

impl Read<'_> {
    /// A person's record, as it is, merged or not.
    pub fn find_person(&self, id: PersonId) -> Result<Option<Person>, Fault> {
        self.find(select_person!("where id = $1"), &[&id], person)
    }

    /// The record that stands for this person.
    pub fn find_standing_person(&self, id: PersonId) -> Result<Option<Person>, Fault> {
        let mut found = self.find_person(id)?;
        while let Some(into) = found.as_ref().and_then(|person| person.merged_into) {
            found = self.find_person(into)?;
        }
        Ok(found)
    }

    /// The standing record with this credential, or with this name and telephone.
    pub fn find_same_person(&self, new: &NewPerson) -> Result<Option<Person>, Fault> {
        let by_credential = select_person!("where credential = $1 and merged_into is null order by id limit 1");
        let by_phone = select_person!("where phone = $1 and name = $2 and merged_into is null order by id limit 1");
        if let Some(credential) = &new.credential
            && let Some(same) = self.find(by_credential, &[credential], person)?
        {
            return Ok(Some(same));
        }
        match &new.phone {
            Some(phone) => self.find(by_phone, &[phone, &new.name], person),
            None => Ok(None),
        }
    }

    /// The standing records with this telephone.
    pub fn list_people_with_phone(&self, phone: &Phone) -> Result<Vec<Person>, Fault> {
        self.list(
            select_person!("where phone = $1 and merged_into is null and erased_at is null order by id"),
            &[phone],
            person,
        )
    }

    /// Standing records, newest first.
    pub fn list_people(&self, filter: &PersonFilter, offset: i64, limit: i64) -> Result<Vec<Person>, Fault> {
        let list = select_person!(
            "where merged_into is null and erased_at is null and (cast($1 as text) is null or name >= $1 and name < $2 or phone = $1)
                and (cast($3 as text) is null or unit = $3) order by id desc limit $4 offset $5"
        );
        self.list(list, &[&filter.text, &filter.upper(), &filter.unit, &limit, &offset], person)
    }

    /// How many standing records there are.
    pub fn count_people(&self, filter: &PersonFilter) -> Result<i64, Fault> {
        let count = sql!(
            "select count(*) from person
            where merged_into is null and erased_at is null and (cast($1 as text) is null or name >= $1 and name < $2 or phone = $1)
                and (cast($3 as text) is null or unit = $3)"
        );
        self.number(count, &[&filter.text, &filter.upper(), &filter.unit])
    }

    /// Records merged into this one.
    pub fn list_merged_into(&self, id: PersonId) -> Result<Vec<Person>, Fault> {
        self.list(select_person!("where merged_into = $1 order by id"), &[&id], person)
    }

    /// The record that stands for a person, and all that were merged into it, directly or not.
    pub(crate) fn standing_identity(&self, id: PersonId) -> Result<(PersonId, Vec<PersonId>), Fault> {
        let standing = self.find_standing_person(id)?.map_or(id, |person| person.id);
        let mut also: Vec<PersonId> = Vec::new();
        let mut ahead = vec![standing];
        while let Some(next) = ahead.pop() {
            let merged =
                self.list(sql!("select id from person where merged_into = $1 order by id"), &[&next], |row| {
                    row.get(0)
                })?;
            also.extend(&merged);
            ahead.extend(merged);
        }
        Ok((standing, also))
    }

    /// Pairs of standing records that share a telephone or a credential.
    pub fn list_duplicates(&self, limit: i64) -> Result<Vec<Duplicate>, Fault> {
        let pairs = sql!(
            "select a.id, b.id from person a join person b on b.phone = a.phone and b.id > a.id
                where a.merged_into is null and b.merged_into is null and a.erased_at is null and b.erased_at is null
            union
            select a.id, b.id from person a join person b on b.credential = a.credential and b.id > a.id
                where a.merged_into is null and b.merged_into is null and a.erased_at is null and b.erased_at is null
            order by 1, 2 limit $1"
        );
        let pairs: Vec<(PersonId, PersonId)> = self.list(pairs, &[&limit], |row| row.read())?;
        let both = |(older, newer)| Ok(self.find_person(older)?.zip(self.find_person(newer)?));
        let found: Vec<_> = pairs.into_iter().map(both).collect::<Result<_, Fault>>()?;
        Ok(found.into_iter().flatten().map(|(older, newer)| Duplicate { older, newer }).collect())
    }
}

impl PersonFilter {
    /// The first text after all that begin with the filter's.
    fn upper(&self) -> Option<String> {
        self.text.as_ref().map(|text| format!("{text}\u{10ffff}"))
    }
}

impl Tx<'_> {
    /// The person's standing record; a new one if there is none.
    pub fn find_or_record_person(&mut self, new: &NewPerson) -> Result<PersonId, Fault> {
        match self.find_same_person(new)? {
            Some(known) => Ok(known.id),
            None => self.record_person(new),
        }
    }

    /// Makes a record.
    pub fn record_person(&mut self, new: &NewPerson) -> Result<PersonId, Fault> {
        let id: PersonId = self.new_id();
        let insert = sql!(
            "insert into person (id, name, phone, email, credential, born, unit, title, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        );
        let NewPerson { name, phone, email, credential, born, unit, title } = new;
        self.run(insert, &[&id, name, phone, email, credential, born, unit, title, &self.now])?;
        Ok(id)
    }

    /// Stores a record. Who is erased cannot sign in any more.
    pub fn save_person(&mut self, person: &Person) -> Result<(), Fault> {
        let update = sql!(
            "update person set name = $2, phone = $3, email = $4, credential = $5, born = $6, unit = $7, title = $8, merged_into = $9, erased_at = $10
            where id = $1"
        );
        let Person { id, name, phone, email, credential, born, unit, title, merged_into, erased_at, .. } = person;
        self.run(update, &[id, name, phone, email, credential, born, unit, title, merged_into, erased_at])?;
        if erased_at.is_some() { self.shut_out(*id) } else { Ok(()) }
    }
}

fn person(row: &Row) -> Result<Person, Fault> {
    Ok(Person {
        id: row.get(0)?,
        name: row.get(1)?,
        phone: row.get(2)?,
        email: row.get(3)?,
        credential: row.get(4)?,
        born: row.get(5)?,
        unit: row.get(6)?,
        title: row.get(7)?,
        recorded_at: row.get(8)?,
        merged_into: row.get(9)?,
        erased_at: row.get(10)?,
    })
}
