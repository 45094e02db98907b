//! What hours, certificates and lists of another platform plug in.

use crate::pages::{certificate, hours, presence, reconciliation, record, shift, verify};
use crate::rules::{
    ArriveAtShift, CheckIn, CheckOut, ConfirmPresence, DropReconciliation, IssueCertificate, LeaveShift,
    ReadReconciliation, RevokeCertificate, TakeBackHours,
};
use logic::form::Button;
use web::{ActEntry, PageEntry};

pub(crate) const PAGES: &[PageEntry] = &[
    PageEntry::new("/shifts/signups/{signup}", shift::proof),
    PageEntry::new("/shifts/{id}/code", presence::get_code),
    PageEntry::new("/volunteers/hours/export.xlsx", hours::export),
    PageEntry::new("/volunteers/reconciliations/{id}", reconciliation::get),
    PageEntry::new("/volunteers/reconciliations/{id}/differences.xlsx", reconciliation::export),
    PageEntry::new("/record", record::get),
    PageEntry::new("/certificates/{id}", certificate::get),
    PageEntry::new("/verify", verify::get),
    PageEntry::new("/verify/{number}", verify::get_one),
];

pub(crate) const ACTS: &[ActEntry] = &[
    ActEntry::new::<ArriveAtShift, presence::CodeForm>(
        "/shifts/{id}/signups/{signup}/arrive",
        presence::arrive,
        shift::get,
    ),
    ActEntry::new::<LeaveShift, presence::CodeForm>("/shifts/{id}/signups/{signup}/gone", presence::leave, shift::get),
    ActEntry::new::<CheckIn, presence::AtForm>("/shifts/{id}/signups/{signup}/in", presence::check_in, shift::get),
    ActEntry::new::<CheckOut, presence::AtForm>("/shifts/{id}/signups/{signup}/out", presence::check_out, shift::get),
    ActEntry::new::<ConfirmPresence, Button>("/shifts/{id}/signups/{signup}/confirm", presence::confirm, shift::get),
    ActEntry::new::<TakeBackHours, presence::BackForm>(
        "/shifts/{id}/signups/{signup}/back",
        presence::take_back,
        shift::get,
    ),
    ActEntry::new::<IssueCertificate, certificate::Form>("/certificates", certificate::issue, record::get),
    ActEntry::new::<RevokeCertificate, certificate::RevokeForm>(
        "/certificates/{id}/revoke",
        certificate::revoke,
        certificate::get,
    ),
    ActEntry::new::<ReadReconciliation, reconciliation::Form>(
        "/volunteers/hours/import",
        reconciliation::read_list,
        hours::get,
    )
    .prepared(reconciliation::prepare),
    ActEntry::new::<DropReconciliation, Button>(
        "/volunteers/reconciliations/{id}/drop",
        reconciliation::drop,
        reconciliation::get,
    ),
];
