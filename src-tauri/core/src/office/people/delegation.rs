//! Delegation: while somebody is away, another person has their powers, from a day to a day, all of them or named ones. The role
//! above appoints; it ends by itself, or is revoked. What the delegate signs under it prints 代.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::error::{OfficeError, Result};
use super::super::index::RegisterBody;
use super::super::{Office, bytes, lock};
use super::role::{Right, Role};
use super::{Stored, Whom, accounts};
use crate::cabinet::{Entry, Kind, NewEntry, Reader, Tx};
use crate::clock::Id;

/// The register that delegations are kept in; it is not among those that people see.
const DELEGATION: &str = "delegation";

/// What is delegated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Scope {
    /// All that the role may do.
    All,
    /// Sign reviews in their place.
    Review,
    /// Put out of force.
    Void,
    /// See unmasked, with a reason.
    Reveal,
    /// See who looked at what.
    Audit,
    /// The department's settings.
    Settings,
    /// Accounts and recovery.
    People,
}

impl Scope {
    /// All, in the order of the view.
    pub const ALL: [Self; 7] = [Self::All, Self::Review, Self::Void, Self::Reveal, Self::Audit, Self::Settings, Self::People];

    /// In the words of the office.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "全部",
            Self::Review => "审阅签字",
            Self::Void => Right::Void.word(),
            Self::Reveal => Right::Reveal.word(),
            Self::Audit => Right::Audit.word(),
            // Shorter than the right: the register of people goes with it, and scopes are typed in the terminal.
            Self::Settings => "部门设置",
            Self::People => Right::People.word(),
        }
    }

    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Review => "review",
            Self::Void => "void",
            Self::Reveal => "reveal",
            Self::Audit => "audit",
            Self::Settings => "settings",
            Self::People => "people",
        }
    }

    /// The scope with this word or code.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == text || scope.word() == text)
    }

    /// Appointing is never handed on.
    fn gives(self, right: Right) -> bool {
        match self {
            Self::All => right != Right::Delegate,
            Self::Review => right == Right::Review,
            Self::Void => right == Right::Void,
            Self::Reveal => right == Right::Reveal,
            Self::Audit => right == Right::Audit,
            Self::Settings => right == Right::Settings,
            Self::People => right == Right::People,
        }
    }
}

/// Where a delegation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Running {
    /// Its first day is to come.
    Coming,
    /// Today it holds.
    Now,
    /// Its last day is past.
    Over,
    /// Revoked, or one of the two has left.
    Revoked,
}

/// A delegation as it is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Delegate {
    /// Account of the one who is away.
    pub of: String,
    /// Account of the one who stands in.
    pub to: String,
    /// First day, `2026-02-24`.
    pub from: String,
    /// Last day.
    pub until: String,
    /// What.
    pub scope: Vec<Scope>,
}

/// A delegation as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Delegation {
    /// Record id.
    pub id: String,
    /// Who is away.
    pub of: String,
    /// The role whose powers are lent.
    pub of_role: Role,
    /// Who stands in.
    pub to: String,
    /// Who appointed them.
    pub by: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub until: String,
    /// What.
    pub scope: Vec<Scope>,
    /// Where it stands today.
    pub running: Running,
    /// The one who works may revoke it.
    pub mine: bool,
}

/// Who reviews in whose place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::office) struct StandIn {
    pub to: Whom,
    pub away: Whom,
    /// Whose powers are lent.
    pub role: Role,
}

/// A delegation with both accounts.
struct Held {
    body: RegisterBody,
    id: Id,
    of: Stored,
    to: Stored,
}

impl Held {
    fn fact(&self, key: &str) -> &str {
        self.body.facts.get(key).map_or("", String::as_str)
    }

    fn day(&self, key: &str) -> NaiveDate {
        // What cannot be read lies far in the past: it gives nothing to anybody.
        self.fact(key).parse().unwrap_or_default()
    }

    fn scope(&self) -> Vec<Scope> {
        self.fact("scope").split(',').filter_map(Scope::of).collect()
    }

    /// The role whose powers are lent: the lower of the one at the appointment and the present one. Who appointed knew the first, and
    /// nobody lends what they no longer have.
    fn lent_role(&self) -> Role {
        self.then().max(self.of.role())
    }

    /// The role at the appointment. One that a later release knows reads like the least of ours.
    fn then(&self) -> Role {
        Role::of(self.fact("of_role")).unwrap_or(Role::Inspector)
    }

    /// Whether it holds today and lends this right of theirs.
    fn lends(&self, right: Right, today: NaiveDate) -> bool {
        let both = self.then().may(right) && self.of.role().may(right);
        both && self.running(today) == Running::Now && self.scope().iter().any(|scope| scope.gives(right))
    }

    fn running(&self, today: NaiveDate) -> Running {
        if self.body.retired || self.of.body.retired || self.to.body.retired {
            Running::Revoked
        } else if today < self.day("from") {
            Running::Coming
        } else if today > self.day("until") {
            Running::Over
        } else {
            Running::Now
        }
    }
}

impl Office {
    /// All delegations, the newest first.
    ///
    /// # Errors
    /// `not-allowed`, `handed-over`, a failure of the file.
    pub fn delegations(&self) -> Result<Vec<Delegation>> {
        self.may(Right::Read)?;
        self.cabinet.read(|reader| {
            let mut all = held(reader)?;
            all.sort_by(|a, b| b.fact("from").cmp(a.fact("from")).then_with(|| b.id.cmp(&a.id)));
            all.iter().map(|one| self.shown(reader, one)).collect()
        })
    }

    /// Appoints who stands in for whom. For those below one's own role; who has nobody above appoints for themselves.
    ///
    /// # Errors
    /// `not-allowed`, `not-above`, `not-found`, `missing` for days in the wrong order, no scope, the same person twice, or
    /// someone who only looks in.
    pub fn delegate(&self, asked: &Delegate) -> Result<Delegation> {
        self.appoints()?;
        let day = |text: &str, what| text.parse::<NaiveDate>().map_err(|_| OfficeError::Missing(what));
        let (from, until) = (day(&asked.from, "from")?, day(&asked.until, "until")?);
        if until < from || until < self.today_date() {
            return Err(OfficeError::Missing("until"));
        }
        if asked.scope.is_empty() {
            return Err(OfficeError::Missing("scope"));
        }
        self.cabinet.write(|tx| {
            let (of, to) = (super::find(tx, &asked.of)?, super::find(tx, &asked.to)?);
            if of.id == to.id || of.body.retired || !to.stands_in() {
                return Err(OfficeError::Missing("to"));
            }
            self.above(tx, &of)?;
            let scope = asked.scope.iter().map(|scope| scope.code()).collect::<Vec<_>>().join(",");
            let facts = BTreeMap::from(
                [("of", of.id.to_string()), ("to", to.id.to_string()), ("from", from.to_string()), ("until", until.to_string())]
                    .map(|(key, value)| (key.to_owned(), value)),
            );
            let of_role = of.role().code().to_owned();
            let mut body = RegisterBody { v: 1, register: DELEGATION.to_owned(), facts, ..RegisterBody::default() };
            body.name = format!("{}代{}", to.body.name, of.body.name);
            body.facts.insert("scope".to_owned(), scope);
            body.facts.insert("of_role".to_owned(), of_role);
            body.facts.insert("by".to_owned(), self.author(tx)?.text);
            let id = tx.new_id()?;
            self.put_delegation(tx, Held { body, id, of, to }, "委派")
        })
    }

    /// Ends a delegation before its day. Whoever may appoint may revoke.
    ///
    /// # Errors
    /// `not-allowed`, `not-above`, `not-found`.
    pub fn revoke_delegation(&self, id: &str) -> Result<Delegation> {
        self.appoints()?;
        self.cabinet.write(|tx| {
            let id = Id::from_str(id)?;
            let found = held(tx)?.into_iter().find(|one| one.id == id);
            let mut one = found.ok_or_else(|| OfficeError::NotFound(DELEGATION.to_owned()))?;
            self.above(tx, &one.of)?;
            one.body.retired = true;
            self.put_delegation(tx, one, "撤销委派")
        })
    }

    /// Whether a delegation that runs today gives the one who works a right of another's role.
    pub(in crate::office) fn delegated(&self, right: Right) -> Result<bool> {
        let Some(own) = lock(&self.session).account else { return Ok(false) };
        let today = self.today_date();
        self.cabinet.read(|reader| Ok(held(reader)?.iter().any(|one| one.to.id == own && one.lends(right, today))))
    }

    /// Ends what runs, or is to come, of a person's powers: they are another's now, or nobody's. `to` says whether what they stand
    /// in for others ends as well.
    pub(super) fn end_delegations(&self, tx: &mut Tx<'_>, account: Id, to: bool) -> Result<()> {
        let today = self.today_date();
        let theirs = |one: &Held| one.of.id == account || to && one.to.id == account;
        let runs = |one: &Held| matches!(one.running(today), Running::Coming | Running::Now);
        for mut one in held(tx)?.into_iter().filter(|one| theirs(one) && runs(one)) {
            one.body.retired = true;
            self.put_delegation(tx, one, "撤销委派")?;
        }
        Ok(())
    }

    /// Who reviews today in whose place: the powers of a role above their own.
    pub(in crate::office) fn stand_ins(&self, reader: &Reader<'_>) -> Result<Vec<StandIn>> {
        let today = self.today_date();
        let mut found = Vec::new();
        for one in held(reader)? {
            let review = one.scope().iter().any(|scope| matches!(scope, Scope::All | Scope::Review));
            let role = one.lent_role();
            let fits = one.running(today) == Running::Now && review && super::super::apart::reviews(role);
            if fits && role < one.to.role() {
                let (to, away) = (self.whose_account(reader, &one.to)?, self.whose_account(reader, &one.of)?);
                found.push(StandIn { to, away, role });
            }
        }
        Ok(found)
    }

    /// Appointing needs one's own role: a delegate appoints nobody.
    fn appoints(&self) -> Result<()> {
        self.at_desk()?;
        let (role, right) = (self.role(), Right::Delegate);
        if role.may(right) { Ok(()) } else { Err(OfficeError::NotAllowed { role, right }) }
    }

    /// Whether the one who works stands above; for their own powers, whether nobody does.
    fn above(&self, reader: &Reader<'_>, of: &Stored) -> Result<()> {
        let own = self.role();
        let mine = lock(&self.session).account == Some(of.id);
        let highest = || Ok::<_, OfficeError>(self.at_work(reader)?.iter().all(|(_, role)| *role >= own));
        if own < of.role() || (mine && highest()?) { Ok(()) } else { Err(OfficeError::NotAbove(of.role())) }
    }

    fn put_delegation(&self, tx: &mut Tx<'_>, mut one: Held, what: &str) -> Result<Delegation> {
        one.body.salt = self.salt()?;
        self.audit(tx, one.id, "account", &one.body.name.clone(), what, None)?;
        let stored = bytes(&one.body)?;
        let mut new = NewEntry::new(Kind::Register, one.id, &stored);
        new.author = self.author(tx)?.id;
        self.append(tx, new)?;
        self.shown(tx, &one)
    }

    fn shown(&self, reader: &Reader<'_>, one: &Held) -> Result<Delegation> {
        let running = one.running(self.today_date());
        Ok(Delegation {
            id: one.id.to_string(),
            of: self.name_of(reader, &one.of)?,
            of_role: one.lent_role(),
            to: self.name_of(reader, &one.to)?,
            by: one.fact("by").to_owned(),
            from: one.fact("from").to_owned(),
            until: one.fact("until").to_owned(),
            scope: one.scope(),
            running,
            mine: matches!(running, Running::Coming | Running::Now)
                && self.role().may(Right::Delegate)
                && self.above(reader, &one.of).is_ok(),
        })
    }

    pub(super) fn name_of(&self, reader: &Reader<'_>, account: &Stored) -> Result<String> {
        let person = self.reference(reader, "person", account.fact("person"))?;
        Ok(person.map_or_else(|| account.body.name.clone(), |person| person.text))
    }
}

/// Every delegation whose two accounts can be read.
fn held(reader: &Reader<'_>) -> Result<Vec<Held>> {
    let items = reader.register(DELEGATION, true)?;
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let all = accounts(reader)?;
    let mut found = Vec::new();
    for item in items {
        let mut body: RegisterBody = serde_json::from_str(&item.json)?;
        let account = |key: &str| all.iter().find(|one| body.facts.get(key).is_some_and(|id| *id == one.id.to_string())).cloned();
        if let (Some(of), Some(to)) = (account("of"), account("to")) {
            // The first release did not write down whose powers were lent: the log knows the role of that day.
            if !body.facts.contains_key("of_role") {
                match role_then(reader, item.id, of.id)? {
                    Some(role) => drop(body.facts.insert("of_role".to_owned(), role.code().to_owned())),
                    None => body.retired = true,
                }
            }
            found.push(Held { id: item.id, of, to, body });
        }
    }
    Ok(found)
}

/// The role that an account had when a delegation was written.
fn role_then(reader: &Reader<'_>, delegation: Id, account: Id) -> Result<Option<Role>> {
    let Some(at) = reader.entries_of(delegation)?.first().map(|entry| entry.head.lamport) else { return Ok(None) };
    let before = |entry: &Entry| entry.head.kind == Kind::Register && entry.head.lamport < at;
    let Some(last) = reader.entries_of(account)?.into_iter().rfind(before) else { return Ok(None) };
    let body = reader.body(&last)?.bytes().and_then(|bytes| serde_json::from_slice::<RegisterBody>(&bytes).ok());
    Ok(body.and_then(|body| Role::of(body.facts.get("role")?)))
}
