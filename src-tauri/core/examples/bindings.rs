//! Prints the TypeScript types of the office's values; `cargo xtask bindings` keeps them in the UI, and a test compares.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};

use ts_rs::{Config, TS, TypeVisitor};
use xunfang_core::office::{self, api};
use xunfang_core::sheet;

struct Types {
    config: Config,
    seen: HashSet<TypeId>,
    declared: BTreeMap<String, String>,
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_some() && self.seen.insert(TypeId::of::<T>()) {
            self.declared.insert(T::name(&self.config), format!("export {}", T::decl(&self.config)));
            T::visit_dependencies(self);
        }
    }
}

fn main() {
    let mut types = Types { config: Config::default(), seen: HashSet::new(), declared: BTreeMap::new() };
    types.visit::<api::Door>();
    types.visit::<api::RecoveryShown>();
    types.visit::<api::Desk>();
    types.visit::<api::Today>();
    types.visit::<api::FormCard>();
    types.visit::<api::RegisterKind>();
    types.visit::<api::RegisterEntry>();
    types.visit::<api::RegisterInput>();
    types.visit::<api::SearchQuery>();
    types.visit::<api::SearchPage>();
    types.visit::<api::Draft>();
    types.visit::<api::DraftChange>();
    types.visit::<api::MarkedRest>();
    types.visit::<api::Finish>();
    types.visit::<api::Finished>();
    types.visit::<api::SheetView>();
    types.visit::<api::Pages>();
    types.visit::<api::PhotoIn>();
    types.visit::<api::Blank>();
    types.visit::<api::VerifyReport>();
    types.visit::<api::SigningView>();
    types.visit::<api::SignRequest>();
    types.visit::<api::PaperSign>();
    types.visit::<api::ProxySign>();
    types.visit::<api::RefuseSign>();
    types.visit::<api::CasesAsked>();
    types.visit::<api::CasePage>();
    types.visit::<api::CaseCount>();
    types.visit::<api::CaseView>();
    types.visit::<api::StepBegun>();
    types.visit::<api::OverdueLine>();
    types.visit::<api::OverdueMark>();
    types.visit::<api::ListAsked>();
    types.visit::<api::RouteStop>();
    types.visit::<api::LedgerView>();
    types.visit::<api::Call>();
    types.visit::<api::Caller>();
    types.visit::<xunfang_core::office::Beginning>();
    types.visit::<api::DutyMonth>();
    types.visit::<api::MonthView>();
    types.visit::<api::MonthLine>();
    types.visit::<api::VolumeSetting>();
    types.visit::<api::VolumeAsked>();
    types.visit::<api::DestructionList>();
    types.visit::<api::Destroyed>();
    types.visit::<xunfang_core::archive::stats::Statistics>();
    types.visit::<api::MeetingOutcome>();
    types.visit::<api::DutyPlansView>();
    types.visit::<api::CalendarYear>();
    types.visit::<api::CalendarChange>();
    types.visit::<api::CalendarEffect>();
    types.visit::<api::RuleView>();
    types.visit::<api::RuleEdit>();
    types.visit::<api::RuleEffect>();
    types.visit::<office::Account>();
    types.visit::<office::KeyChange>();
    types.visit::<office::Delegate>();
    types.visit::<office::Delegation>();
    types.visit::<office::Backups>();
    types.visit::<office::Revealed>();
    types.visit::<office::AuditAsked>();
    types.visit::<office::AuditPage>();
    types.visit::<office::RestoreShown>();
    types.visit::<office::Checked>();
    types.visit::<sheet::Ink>();
    println!("// Made by `cargo xtask bindings` from the Rust types. Do not edit.\n");
    for declaration in types.declared.values() {
        println!("{declaration}\n");
    }
}
