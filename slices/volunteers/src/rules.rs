//! What volunteers, shifts, hours and certificates are, who may do what with them, and what is refused.

mod certificate;
mod codes;
mod fit;
mod hours;
mod presence;
mod qualification;
pub(crate) mod reconciliation;
mod shift;
mod signup;
mod swap;
mod volunteer;

pub use certificate::{Certificate, CertificateId, Holder, IssueCertificate, RevokeCertificate, Shows};
pub use codes::{Duty, How, Language, Paper, Proof, Skill, Way};
pub use fit::{Applicant, Held, Rest, SetRest, Span};
pub use presence::{ArriveAtShift, CheckIn, CheckOut, ConfirmPresence, LeaveShift, TakeBackHours};
pub use qualification::{AddQualification, CheckQualification, DropQualification, Qualification, QualificationId};
pub use reconciliation::{DropReconciliation, ReadReconciliation, ReconciliationId};
pub use shift::{CancelShift, CloseShift, EditShift, OpenShift, Plan, Shift, ShiftId, ShiftState, Under};
pub use signup::{
    AcceptInvitation, EnterSignup, Entry, InviteVolunteer, MakeSignup, Signup, SignupId, SignupState, WithdrawSignup,
};
pub use swap::{AcceptSwap, DropSwap, OfferSwap, Swap};
pub use volunteer::{
    Card, EditVolunteer, EnterVolunteer, Guardian, HostUnit, JoinVolunteers, LeaveVolunteers, PauseVolunteer,
    ProveVolunteer, ResumeVolunteer, Standing, Volunteer, VolunteerId,
};

pub(crate) use certificate::{issue, number_of};
pub(crate) use hours::hours_text;
pub(crate) use presence::Step as PresenceStep;
pub(crate) use shift::open;
pub(crate) use signup::{Fits, Hall, RUNS, Side};
pub(crate) use swap::Seat;

#[cfg(test)]
mod tests;
