//! `people`: accounts and roles.

use std::process::ExitCode;

use serde::Serialize;
use xunfang_core::cabinet::Cost;
use xunfang_core::office::{Account, Delegate, Delegation, DelegationScope, KeyChange, Office, Role, Running};

use crate::args::{Cli, PeopleCommand};
use crate::refused::{Refused, Result};
use crate::room;
use crate::told::{table, tell};

#[derive(Serialize)]
struct Told {
    account: String,
    name: String,
    role: &'static str,
    role_word: String,
    opens: bool,
    pin: bool,
    left: bool,
}

impl From<Account> for Told {
    fn from(account: Account) -> Self {
        Self {
            account: account.id,
            name: account.person.text,
            role: account.role.code(),
            role_word: account.role_word,
            opens: account.opens,
            pin: account.pin,
            left: account.left,
        }
    }
}

pub fn run(cli: &Cli, what: &PeopleCommand) -> Result<ExitCode> {
    let office = room::open(cli)?;
    let changed = match what {
        PeopleCommand::List => {
            let all: Vec<Told> = office.accounts()?.into_iter().map(Told::from).collect();
            tell(cli.json, &all, || words(&all))?;
            return Ok(ExitCode::SUCCESS);
        }
        PeopleCommand::Add { name, role, new_passphrase_file } => {
            let role = role_of(role)?;
            let passphrase = room::first_line(new_passphrase_file)?;
            office.add_account(&person(&office, name)?, role, &passphrase, Cost::STANDARD)?
        }
        PeopleCommand::Role { name, role } => office.set_role(&account(&office, name)?, role_of(role)?)?,
        PeopleCommand::Rekey => {
            let before = office.key_change()?;
            if !before.waiting.is_empty() {
                return Err(Refused::new("keyslots-old", format!("请{}先用口令打开一次资料库", before.waiting.join("、"))));
            }
            office.change_data_key(&|_, _| true)?;
            let still: Vec<String> = before.backups.into_iter().map(|kept| kept.folder).collect();
            tell(cli.json, &serde_json::json!({ "still_open": still }), || rekeyed(&still))?;
            return Ok(ExitCode::SUCCESS);
        }
        PeopleCommand::Delegate { of, to, from, until, scope, revoke } => {
            let all = match (of, to, from, until, revoke) {
                (_, _, _, _, Some(id)) => vec![office.revoke_delegation(id)?],
                (Some(of), Some(to), Some(from), Some(until), None) => vec![office.delegate(&Delegate {
                    of: account(&office, of)?,
                    to: account(&office, to)?,
                    from: from.to_string(),
                    until: until.to_string(),
                    scope: scope.iter().map(|text| scope_of(text)).collect::<Result<_>>()?,
                })?],
                _ => office.delegations()?,
            };
            tell(cli.json, &all, || delegated(&all))?;
            return Ok(ExitCode::SUCCESS);
        }
        PeopleCommand::Leave { name } => {
            let gone = Told::from(office.end_account(&account(&office, name)?)?);
            // They are gone whatever stands in the way of the next step.
            let next = office.key_change().ok();
            tell(cli.json, &gone, || format!("{}\n{}", words(std::slice::from_ref(&gone)), left(&gone.name, next.as_ref())))?;
            return Ok(ExitCode::SUCCESS);
        }
    };
    let changed = Told::from(changed);
    tell(cli.json, &changed, || words(std::slice::from_ref(&changed)))?;
    Ok(ExitCode::SUCCESS)
}

fn words(all: &[Told]) -> String {
    let row = |told: &Told| {
        let opens = if told.left {
            "已离任"
        } else if told.opens {
            "有口令"
        } else {
            "没有口令"
        };
        let pin = if told.pin { "有 PIN" } else { "" };
        vec![told.name.clone(), told.role_word.clone(), opens.to_owned(), pin.to_owned()]
    };
    table(&all.iter().map(row).collect::<Vec<_>>())
}

fn scope_of(text: &str) -> Result<DelegationScope> {
    let all = || DelegationScope::ALL.map(DelegationScope::word).join("、");
    DelegationScope::of(text).ok_or_else(|| Refused::usage(format!("没有代理事项“{text}”，可以是{}", all())))
}

fn delegated(all: &[Delegation]) -> String {
    let row = |one: &Delegation| {
        let state = match one.running {
            Running::Coming => "未开始",
            Running::Now => "代理中",
            Running::Over => "已到期",
            Running::Revoked => "已撤销",
        };
        let scope = one.scope.iter().map(|scope| scope.word()).collect::<Vec<_>>().join("、");
        let days = format!("{} 至 {}", one.from, one.until);
        vec![format!("{}代{}", one.to, one.of), days, scope, state.to_owned(), one.id.clone()]
    };
    if all.is_empty() { "没有代理".to_owned() } else { table(&all.iter().map(row).collect::<Vec<_>>()) }
}

/// What somebody who left may still open, and what to run against it; `next` says what must be done before.
fn left(name: &str, next: Option<&KeyChange>) -> String {
    let mut said =
        vec![format!("{name}的账户已停用。若另存过资料库的文件，凭旧口令还能打开那一份；更换资料密钥后，打不开今后的资料。")];
    if let Some(next) = next.filter(|next| !next.waiting.is_empty()) {
        said.push(format!("请{}先用口令打开一次资料库，再来更换。", next.waiting.join("、")));
    }
    if next.is_some_and(|next| next.code) {
        said.push("请先在窗口里更换恢复码：旧的恢复码不能带上新密钥。".to_owned());
    }
    said.push("更换资料密钥：xunfang people rekey（其他人的口令、PIN 和恢复码都不变）".to_owned());
    if let Some(next) = next.filter(|next| !next.backups.is_empty()) {
        said.push(format!("以前的备份有{}份，仍能用当时的口令打开，请收好，或另做新的备份后销毁。", next.backups.len()));
    }
    said.join("\n")
}

/// What old passphrases still open.
fn rekeyed(still: &[String]) -> String {
    let head = if still.is_empty() {
        "资料密钥已更换"
    } else {
        "资料密钥已更换。这些备份仍能用当时的口令打开："
    };
    std::iter::once(head).chain(still.iter().map(String::as_str)).collect::<Vec<_>>().join("\n")
}

fn role_of(text: &str) -> Result<Role> {
    let all = || Role::ALL.map(Role::word).join("、");
    Role::of(text).ok_or_else(|| Refused::usage(format!("没有角色“{text}”，可以是{}", all())))
}

fn person(office: &Office, name: &str) -> Result<String> {
    let found: Vec<_> = office.entries("person", name, false)?.into_iter().filter(|entry| entry.name == name).collect();
    match found.as_slice() {
        [one] => Ok(one.id.clone()),
        [] => Err(Refused::new("not-found", format!("人员登记里没有“{name}”，请先登记"))),
        _ => Err(Refused::new("name-twice", format!("人员登记里有{}个“{name}”，请先区分开", found.len()))),
    }
}

fn account(office: &Office, name: &str) -> Result<String> {
    let found: Vec<_> = office.accounts()?.into_iter().filter(|a| !a.left && a.person.text == name).collect();
    match found.as_slice() {
        [one] => Ok(one.id.clone()),
        [] => Err(Refused::new("not-found", format!("“{name}”没有账户"))),
        _ => Err(Refused::new("name-twice", format!("有{}个“{name}”的账户", found.len()))),
    }
}
