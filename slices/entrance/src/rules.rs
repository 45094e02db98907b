//! Who may come in, and what each may change of themselves.

use ground::directory::Person;
use logic::act::{Change, House, May, Noun, Relation, Who::*};
use logic::fact::Draft;
use logic::form::Phone;
use logic::id::PersonId;
use logic::refusal::Refusal;

/// The person it is about.
pub(crate) const SELF: Relation = Relation("self");

/// A person's own record.
pub struct Me(pub Person);

impl Noun for Me {
    fn relates(&self, relation: Relation, person: PersonId) -> bool {
        relation == SELF && person == self.0.id
    }
}

logic::act!(SetUpHouse: House, "house.set_up", [Anyone]);
logic::act!(OpenSession: House, "session.open", [Anyone]);
logic::act!(SendCode: House, "code.send", [Anyone]);
logic::act!(OpenPhoneSession: House, "session.open_by_phone", [Anyone]);
logic::act!(CloseSession: House, "session.close", [SignedIn]);
logic::act!(ChangePassword: House, "password.change", [SignedIn]);
logic::act!(ReadNotices: House, "notices.read", [SignedIn]);
logic::act!(MakeToken: House, "token.make", [SignedIn]);
logic::act!(RevokeToken: House, "token.revoke", [SignedIn]);
logic::act!(EditMe: Me, "me.edit", [Is(SELF)]);

impl Me {
    /// Their own telephone and e-mail address; one of them must remain, or nobody could reach them.
    pub(crate) fn edit(
        mut self,
        may: May<EditMe>,
        phone: Option<Phone>,
        email: Option<String>,
    ) -> Result<Change<Person>, Refusal> {
        Refusal::new("me.unreachable").unless(phone.is_some() || email.is_some())?;
        self.0.phone = phone;
        self.0.email = email;
        let fact = Draft::new(&crate::facts::PERSON_EDITED, self.0.id, may.by().at.day()).person(self.0.id);
        Ok(Change::new(may, self.0, fact))
    }
}
