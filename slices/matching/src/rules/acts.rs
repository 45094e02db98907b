//! Who may do what: officers run the work, each expert, village contact and farmer answers for themselves.

use super::{Application, Expert, Letter, Post, Round, Visit};
use logic::act::{House, Relation, Role::*, Who::*};

/// 专家: the expert the card, post or visit is about.
pub const EXPERT: Relation = Relation("expert");
/// 村联络员: the village's contact.
pub const CONTACT: Relation = Relation("contact");
/// 农户: the farmer who is said to use a technique.
pub const FARMER: Relation = Relation("farmer");

logic::act!(CardVillage: House, "village.card", [RoleAnywhere(Officer)]);
logic::act!(StateNeed: House, "need.state", [RoleAnywhere(Officer)]);
logic::act!(EditNeed: House, "need.edit", [RoleAnywhere(Officer)]);
logic::act!(WithdrawNeed: House, "need.withdraw", [RoleAnywhere(Officer)]);
logic::act!(ListExpert: House, "expert.list", [RoleAnywhere(Officer), RoleAnywhere(Secretary)]);
logic::act!(EditExpert: Expert, "expert.edit", [RoleAnywhere(Officer), RoleAnywhere(Secretary), Is(EXPERT)]);
logic::act!(PauseExpert: Expert, "expert.pause", [RoleAnywhere(Officer), Is(EXPERT)]);
logic::act!(ResumeExpert: Expert, "expert.resume", [RoleAnywhere(Officer), Is(EXPERT)]);
logic::act!(ProposeTechnique: House, "technique.propose", [RoleAnywhere(Officer), RoleAnywhere(Secretary)]);
logic::act!(ProveTechnique: House, "technique.prove", [RoleAnywhere(Officer)]);
logic::act!(ListTechnique: House, "technique.list", [RoleAnywhere(Officer)]);
logic::act!(SpreadTechnique: House, "technique.spread", [RoleAnywhere(Officer)]);
logic::act!(WithdrawTechnique: House, "technique.withdraw", [RoleAnywhere(Officer)]);
logic::act!(UploadBatch: House, "batch.upload", [RoleAnywhere(Officer)]);
logic::act!(ImportBatch: House, "batch.import", [RoleAnywhere(Officer)]);
logic::act!(UndoBatch: House, "batch.undo", [RoleAnywhere(Officer)]);
logic::act!(OpenRound: House, "round.open", [RoleAnywhere(Officer)]);
logic::act!(RuleRound: Round, "round.rule", [Role(Officer)]);
logic::act!(SolveRound: Round, "round.solve", [Role(Officer)]);
logic::act!(PinPair: Round, "pair.pin", [Role(Officer)]);
logic::act!(ForbidPair: Round, "pair.forbid", [Role(Officer)]);
logic::act!(FreePair: Round, "pair.free", [Role(Officer)]);
logic::act!(PublishRound: Round, "round.publish", [Role(Officer), Role(Leader)]);
logic::act!(CloseRound: Round, "round.close", [Role(Officer)]);
logic::act!(HaltRound: Round, "round.halt", [Role(Officer)]);
logic::act!(HandLetter: Letter, "letter.hand", [Is(EXPERT), Is(CONTACT), Role(Officer)]);
logic::act!(WithdrawLetter: Letter, "letter.withdraw", [Is(EXPERT), Is(CONTACT), Role(Officer)]);
logic::act!(AcceptPost: Post, "post.accept", [Is(EXPERT), Is(CONTACT), Role(Officer)]);
logic::act!(DeclinePost: Post, "post.decline", [Is(EXPERT), Is(CONTACT), Role(Officer)]);
logic::act!(ReplacePost: Post, "post.replace", [Role(Officer)]);
logic::act!(AgreePost: Post, "post.agree", [Role(Officer)]);
logic::act!(ReviewPost: Post, "post.review", [Is(CONTACT), Role(Officer)]);
logic::act!(GradePost: Post, "post.grade", [Role(Officer)]);
logic::act!(RenewPost: Post, "post.renew", [Role(Officer)]);
logic::act!(EndPost: Post, "post.end", [Role(Officer)]);
logic::act!(LogVisit: Expert, "visit.log", [Is(EXPERT), RoleAnywhere(Officer)]);
logic::act!(CorrectVisit: Visit, "visit.correct", [Is(EXPERT), RoleAnywhere(Officer), RoleAnywhere(Statistician)]);
logic::act!(VoidVisit: Visit, "visit.void", [RoleAnywhere(Officer), RoleAnywhere(Statistician)]);
logic::act!(ReportApplication: Visit, "application.report", [Is(EXPERT), RoleAnywhere(Officer)]);
logic::act!(ConfirmApplication: Application, "application.confirm", [Is(FARMER), RoleAnywhere(Officer)]);
logic::act!(DenyApplication: Application, "application.deny", [Is(FARMER), RoleAnywhere(Officer)]);
