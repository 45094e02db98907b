//! Changing what the association is called, where it works, and how the public reaches it.

use super::root;
use crate::rules::{self, Association, EditAssociation};
use ground::db::{Fault, Read, Tx};
use ground::directory::Unit;
use ground::settings::{ASSOCIATION, ASSOCIATION_EN, CONTACT, REGION};
use ground::stop::Stop;
use logic::act::House;
use logic::form::Problems;
use logic::place::PlaceCode;
use web::{Ctx, Done};

logic::form! {
    /// The association's name in both languages, its area, and one line for the public.
    pub(crate) struct Form {
        association: String = line().min(2),
        association_en: Option<String> = line(),
        region: Option<PlaceCode> = place(),
        contact: Option<String> = line().max(200),
    }
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let Form { association: name, association_en: english, region, contact } = ctx.form()?;
    let may = ctx.viewer.may::<EditAssociation>(&House)?;
    check_region(tx, region)?;
    let association = Association { name, english, region, contact };
    tx.commit(rules::edit_association(may, root(tx)?, association), save)?;
    Ok(Done::at(super::settings::PATH))
}

/// A place of the directory.
fn check_region(read: &Read, region: Option<PlaceCode>) -> Result<(), Stop> {
    match region.map(|code| read.find_place(code)).transpose()? {
        Some(None) => Err(Problems::one("region", "region_unknown").into()),
        _ => Ok(()),
    }
}

fn save(tx: &mut Tx, (root, association): &(Unit, Association)) -> Result<(), Fault> {
    tx.save_unit(root)?;
    tx.save_setting(ASSOCIATION, &association.name)?;
    tx.save_or_forget_setting(ASSOCIATION_EN, association.english.as_deref())?;
    tx.save_or_forget_setting(REGION, association.region.map(|code| code.short()).as_deref())?;
    tx.save_or_forget_setting(CONTACT, association.contact.as_deref())
}
