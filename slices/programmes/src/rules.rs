//! A programme's life: 策划 → 启动 → 实施 → 总结 → 推广. No step is skipped, none is taken twice.

use crate::facts;
use logic::act::{Change, May, Noun, Role::*, UnitPath, Who::*};
use logic::id::UnitId;
use logic::refusal::Refusal;
use logic::time::Day;

logic::id!(
    /// A programme.
    ProgrammeId
);

/// The unit that leads a programme, with its place in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadUnit {
    /// The unit.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// Its place in the tree.
    pub path: UnitPath,
}

/// 项目、品牌
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    /// Its id.
    pub id: ProgrammeId,
    /// Its name.
    pub name: String,
    /// 目标: what it is for.
    pub goal: String,
    /// 牵头单位
    pub unit: LeadUnit,
    /// How far it is.
    pub state: State,
}

/// How far a programme is, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// 策划
    Planned,
    /// 启动
    Launched {
        /// Since.
        on: Day,
    },
    /// 实施
    Running {
        /// Since.
        on: Day,
    },
    /// 总结
    Concluded {
        /// Since.
        on: Day,
        /// What came of it.
        summary: String,
    },
    /// 推广
    Spread {
        /// Since.
        on: Day,
        /// What came of it.
        summary: String,
        /// The practice worth copying.
        practice: String,
    },
}

impl State {
    /// The stored code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Launched { .. } => "launched",
            Self::Running { .. } => "running",
            Self::Concluded { .. } => "concluded",
            Self::Spread { .. } => "spread",
        }
    }

    /// The public sees a programme once it is launched.
    pub fn is_public(&self) -> bool {
        *self != Self::Planned
    }
}

impl Noun for Programme {
    fn unit(&self) -> Option<&UnitPath> {
        Some(&self.unit.path)
    }
}

/// What a new programme is to come under.
pub struct Under(pub LeadUnit);

impl Noun for Under {
    fn unit(&self) -> Option<&UnitPath> {
        Some(&self.0.path)
    }
}

logic::act!(AddProgramme: Under, "programme.add", [Role(Officer)]);
logic::act!(EditProgramme: Programme, "programme.edit", [Role(Officer)]);
logic::act!(LaunchProgramme: Programme, "programme.launch", [Role(Officer), Role(Leader)]);
logic::act!(RunProgramme: Programme, "programme.run", [Role(Officer)]);
logic::act!(ConcludeProgramme: Programme, "programme.conclude", [Role(Officer)]);
logic::act!(SpreadProgramme: Programme, "programme.spread", [Role(Officer), Role(Leader)]);
logic::act!(AddPartner: Programme, "programme.add_partner", [Role(Officer)]);
logic::act!(RemovePartner: Programme, "programme.remove_partner", [Role(Officer)]);

/// The step does not follow from where the programme is.
const WRONG_STEP: Refusal = Refusal::new("programme.wrong_step");

/// A programme begins.
pub(crate) fn add(may: May<AddProgramme>, programme: Programme) -> Change<Programme> {
    let fact = facts::of(&facts::ADDED, &programme, may.by().at.day());
    Change::new(may, programme, fact)
}

impl Programme {
    /// Its name, goal or lead changes.
    pub(crate) fn edit(self, may: May<EditProgramme>, name: String, goal: String, unit: LeadUnit) -> Change<Self> {
        let changed = Self { name, goal, unit, ..self };
        let fact = facts::of(&facts::EDITED, &changed, may.by().at.day());
        Change::new(may, changed, fact)
    }

    /// 启动: from now on it is public.
    pub(crate) fn launch(self, may: May<LaunchProgramme>) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(self.state == State::Planned)?;
        let on = may.by().at.day();
        let fact = facts::of(&facts::LAUNCHED, &self, on);
        Ok(Change::new(may, Self { state: State::Launched { on }, ..self }, fact))
    }

    /// 实施
    pub(crate) fn run(self, may: May<RunProgramme>) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(matches!(self.state, State::Launched { .. }))?;
        let on = may.by().at.day();
        let fact = facts::of(&facts::RUN, &self, on);
        Ok(Change::new(may, Self { state: State::Running { on }, ..self }, fact))
    }

    /// 总结
    pub(crate) fn conclude(self, may: May<ConcludeProgramme>, summary: String) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(matches!(self.state, State::Running { .. }))?;
        let on = may.by().at.day();
        let fact = facts::of(&facts::CONCLUDED, &self, on);
        Ok(Change::new(may, Self { state: State::Concluded { on, summary }, ..self }, fact))
    }

    /// 推广: the practice worth copying is told to others.
    pub(crate) fn spread(self, may: May<SpreadProgramme>, practice: String) -> Result<Change<Self>, Refusal> {
        let on = may.by().at.day();
        let State::Concluded { ref summary, .. } = self.state else { return Err(WRONG_STEP) };
        let state = State::Spread { on, summary: summary.clone(), practice };
        let fact = facts::of(&facts::SPREAD, &self, on);
        Ok(Change::new(may, Self { state, ..self }, fact))
    }

    /// A partner joins; each once, and the lead is no partner of itself.
    pub(crate) fn add_partner(
        self,
        may: May<AddPartner>,
        partner: UnitId,
        partners: &[UnitId],
    ) -> Result<Change<Self>, Refusal> {
        Refusal::new("programme.partner_known").unless(!partners.contains(&partner) && partner != self.unit.id)?;
        let fact = facts::partner(&facts::PARTNER_ADDED, &self, partner, may.by().at.day());
        Ok(Change::new(may, self, fact))
    }

    /// A partner leaves.
    pub(crate) fn remove_partner(
        self,
        may: May<RemovePartner>,
        partner: UnitId,
        partners: &[UnitId],
    ) -> Result<Change<Self>, Refusal> {
        Refusal::new("programme.no_partner").unless(partners.contains(&partner))?;
        let fact = facts::partner(&facts::PARTNER_REMOVED, &self, partner, may.by().at.day());
        Ok(Change::new(may, self, fact))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use logic::act::{Act, Grant, Viewer};
    use logic::id::Id;
    use logic::time::Instant;

    fn unit(number: u8) -> LeadUnit {
        LeadUnit { id: UnitId(Id::from([number; 16])), name: "科普部".into(), path: UnitPath("0001/0002/".into()) }
    }

    fn programme(state: State) -> Programme {
        Programme {
            id: ProgrammeId(Id::from([7; 16])),
            name: "百千万工程".into(),
            goal: String::new(),
            unit: unit(2),
            state,
        }
    }

    fn may<A: Act<Noun = Programme>>() -> May<A> {
        let grants = vec![Grant { role: Officer, unit: UnitPath("0001/".into()) }];
        Viewer { grants, ..Viewer::visitor(Instant(0)) }.may::<A>(&programme(State::Planned)).unwrap()
    }

    #[test]
    fn every_state_against_every_step() {
        let on = Day(20_000);
        let states = || {
            [
                State::Planned,
                State::Launched { on },
                State::Running { on },
                State::Concluded { on, summary: "s".into() },
                State::Spread { on, summary: "s".into(), practice: "p".into() },
            ]
        };
        let leads_to = |change: Result<Change<Programme>, Refusal>| {
            change.map_or_else(|refusal| refusal.code, |change| change.state.state.code())
        };
        let no = WRONG_STEP.code;
        assert_eq!(states().map(|state| leads_to(programme(state).launch(may()))), ["launched", no, no, no, no]);
        assert_eq!(states().map(|state| leads_to(programme(state).run(may()))), [no, "running", no, no, no]);
        assert_eq!(
            states().map(|state| leads_to(programme(state).conclude(may(), "s".into()))),
            [no, no, "concluded", no, no]
        );
        assert_eq!(
            states().map(|state| leads_to(programme(state).spread(may(), "p".into()))),
            [no, no, no, "spread", no]
        );
    }

    #[test]
    fn the_summary_is_kept_when_the_practice_is_spread() {
        let concluded = programme(State::Concluded { on: Day(1), summary: "成效".into() });
        let spread = concluded.spread(may(), "做法".into()).unwrap().state.state;
        assert_eq!(spread, State::Spread { on: Day(0), summary: "成效".into(), practice: "做法".into() });
    }

    #[test]
    fn partners_come_once_and_leave_once() {
        let partners = [unit(3).id];
        let add = |number| {
            programme(State::Planned).add_partner(may(), unit(number).id, &partners).err().map(|refusal| refusal.code)
        };
        let remove = |number| {
            programme(State::Planned)
                .remove_partner(may(), unit(number).id, &partners)
                .err()
                .map(|refusal| refusal.code)
        };
        assert_eq!([add(2), add(3), add(4)], [Some("programme.partner_known"), Some("programme.partner_known"), None]);
        assert_eq!([remove(3), remove(4)], [None, Some("programme.no_partner")]);
    }
}
