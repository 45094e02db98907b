//! Units: the organisation tree.

use crate::db::{Fault, Read, Row, Tx};
use crate::sql;
use logic::act::UnitPath;
use logic::id::UnitId;
use logic::place::PlaceCode;
use logic::time::Day;

logic::codes!(
    /// 单位类别
    UnitKind {
        /// 科协
        Association = "association",
        /// 部门
        Department = "department",
        /// 县区科协
        District = "district",
        /// 学会
        Society = "society",
        /// 院校、院所、医院
        Institution = "institution",
        /// 企业
        Firm = "firm",
        /// 党政部门
        Government = "government",
        /// 基层组织
        Body = "body",
    }
);

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// The unit above it.
    pub parent: Option<UnitId>,
    /// Its place in the tree.
    pub path: UnitPath,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: UnitKind,
    /// 统一社会信用代码
    pub credit_code: Option<String>,
    /// The area it works in or the place it sits at.
    pub place: Option<PlaceCode>,
    /// The last day it existed.
    pub closed_on: Option<Day>,
}

macro_rules! select_unit {
    ($rest:literal) => {
        sql!(concat!("select id, parent, path, name, kind, credit_code, place, closed_on from unit ", $rest))
    };
}

impl Read<'_> {
    /// A unit.
    pub fn find_unit(&self, id: UnitId) -> Result<Option<Unit>, Fault> {
        self.find(select_unit!("where id = $1"), &[&id], unit)
    }

    /// The unit at the root: the association itself.
    pub fn find_root_unit(&self) -> Result<Option<Unit>, Fault> {
        self.find(select_unit!("where parent is null order by path limit 1"), &[], unit)
    }

    /// An open unit by its exact name.
    pub fn find_unit_named(&self, name: &str) -> Result<Option<Unit>, Fault> {
        self.find(select_unit!("where name = $1 and closed_on is null order by path limit 1"), &[&name], unit)
    }

    /// All open units, in the order of the tree.
    pub fn list_units(&self) -> Result<Vec<Unit>, Fault> {
        self.list(select_unit!("where closed_on is null order by path"), &[], unit)
    }

    /// The open units directly below one.
    pub fn list_units_below(&self, parent: UnitId) -> Result<Vec<Unit>, Fault> {
        self.list(select_unit!("where parent = $1 and closed_on is null order by path"), &[&parent], unit)
    }
}

impl Tx<'_> {
    /// Where the next unit below this one stands in the tree: labels are letters of equal length, so paths sort as they grow.
    pub fn next_path_below(&mut self, parent: Option<&Unit>) -> Result<UnitPath, Fault> {
        match parent {
            Some(parent) => {
                self.run(sql!("update unit set children = children + 1 where id = $1"), &[&parent.id])?;
                let number = self.number(sql!("select children from unit where id = $1"), &[&parent.id])?;
                Ok(UnitPath(format!("{}{number:04}/", parent.path.0)))
            }
            None => {
                let number = self.number(sql!("select count(*) + 1 from unit where parent is null"), &[])?;
                Ok(UnitPath(format!("{number:04}/")))
            }
        }
    }

    /// Stores a new unit.
    pub fn insert_unit(&mut self, unit: &Unit) -> Result<(), Fault> {
        let insert = sql!(
            "insert into unit (id, parent, path, children, name, kind, credit_code, place, closed_on) values ($1, $2, $3, 0, $4, $5, $6, $7, $8)"
        );
        self.run(
            insert,
            &[
                &unit.id,
                &unit.parent,
                &unit.path.0,
                &unit.name,
                &unit.kind,
                &unit.credit_code,
                &unit.place,
                &unit.closed_on,
            ],
        )
        .map(drop)
    }

    /// Stores a unit's name, kind, code, place and end.
    pub fn save_unit(&mut self, unit: &Unit) -> Result<(), Fault> {
        let update =
            sql!("update unit set name = $2, kind = $3, credit_code = $4, place = $5, closed_on = $6 where id = $1");
        self.run(update, &[&unit.id, &unit.name, &unit.kind, &unit.credit_code, &unit.place, &unit.closed_on]).map(drop)
    }

    /// Moves a unit, with all below it, under another.
    pub fn move_unit(&mut self, unit: &Unit, parent: &Unit) -> Result<(), Fault> {
        let path = self.next_path_below(Some(parent))?;
        self.run(sql!("update unit set parent = $2 where id = $1"), &[&unit.id, &parent.id])?;
        let beyond = format!("{}~", unit.path.0);
        let start = unit.path.0.len() as i64 + 1;
        let shift =
            sql!("update unit set path = $3 || substr(path, cast($4 as integer)) where path >= $1 and path < $2");
        self.run(shift, &[&unit.path.0, &beyond, &path.0, &start]).map(drop)
    }
}

fn unit(row: &Row) -> Result<Unit, Fault> {
    Ok(Unit {
        id: row.get(0)?,
        parent: row.get(1)?,
        path: UnitPath(row.get(2)?),
        name: row.get(3)?,
        kind: row.get(4)?,
        credit_code: row.get(5)?,
        place: row.get(6)?,
        closed_on: row.get(7)?,
    })
}
