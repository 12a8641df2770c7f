//! People: accounts, passphrases, PINs, the recovery code.

use std::sync::Arc;

use tauri::{AppHandle, State};
use xunfang_core::office::api::{Desk, RecoveryShown};
use xunfang_core::office::{Account, Delegate, Delegation, KeyChange, Role};

use super::job::job as under;
use crate::desktop::{Answer, COST, Desktop, in_office, work};

type Held<'a> = State<'a, Arc<Desktop>>;

/// All accounts, those who left last.
#[tauri::command]
pub async fn accounts(desktop: Held<'_>) -> Answer<Vec<Account>> {
    in_office(&desktop, |office| office.accounts()).await
}

/// Gives a person an account.
#[tauri::command]
pub async fn add_account(desktop: Held<'_>, person: String, role: Role, passphrase: String) -> Answer<Account> {
    in_office(&desktop, move |office| office.add_account(&person, role, &passphrase, COST)).await
}

/// Gives an account another role.
#[tauri::command]
pub async fn set_role(desktop: Held<'_>, account: String, role: Role) -> Answer<Account> {
    in_office(&desktop, move |office| office.set_role(&account, role)).await
}

/// 离任: the account ends.
#[tauri::command]
pub async fn end_account(desktop: Held<'_>, account: String) -> Answer<Account> {
    in_office(&desktop, move |office| office.end_account(&account)).await
}

/// A new passphrase for someone who forgot theirs.
#[tauri::command]
pub async fn reset_passphrase(desktop: Held<'_>, account: String, passphrase: String) -> Answer<Account> {
    in_office(&desktop, move |office| office.reset_passphrase(&account, &passphrase, COST)).await
}

/// A new passphrase in place of one's own.
#[tauri::command]
pub async fn change_passphrase(desktop: Held<'_>, old: String, new: String) -> Answer<()> {
    in_office(&desktop, move |office| office.change_passphrase(&old, &new, COST)).await
}

/// One's own PIN.
#[tauri::command]
pub async fn set_pin(desktop: Held<'_>, pin: String) -> Answer<Account> {
    in_office(&desktop, move |office| office.set_pin(&pin, COST)).await
}

/// Another person takes over by PIN.
#[tauri::command]
pub async fn take_over(desktop: Held<'_>, account: String, pin: String) -> Answer<Desk> {
    in_office(&desktop, move |office| office.take_over(&account, &pin).and_then(|_| office.desk())).await
}

/// A new recovery code in place of the old one, shown once.
#[tauri::command]
pub async fn new_recovery_code(desktop: Held<'_>) -> Answer<RecoveryShown> {
    in_office(&desktop, |office| {
        let code = office.new_recovery_code(COST)?;
        Ok(RecoveryShown { groups: code.as_str().split('-').map(str::to_owned).collect() })
    })
    .await
}

/// What stands before a change of the data key.
#[tauri::command]
pub async fn key_change(desktop: Held<'_>) -> Answer<KeyChange> {
    in_office(&desktop, |office| office.key_change()).await
}

/// A new data key in place of the present one.
#[tauri::command]
pub async fn change_data_key(app: AppHandle, desktop: Held<'_>, job: String) -> Answer<()> {
    let (office, desktop) = (desktop.office()?, desktop.inner().clone());
    work(move || under(&app, &desktop, &job, |progress| office.change_data_key(progress))).await
}

/// All delegations.
#[tauri::command]
pub async fn delegations(desktop: Held<'_>) -> Answer<Vec<Delegation>> {
    in_office(&desktop, |office| office.delegations()).await
}

/// Appoints who stands in for whom.
#[tauri::command]
pub async fn delegate(desktop: Held<'_>, asked: Delegate) -> Answer<Delegation> {
    in_office(&desktop, move |office| office.delegate(&asked)).await
}

/// Ends a delegation before its day.
#[tauri::command]
pub async fn revoke_delegation(desktop: Held<'_>, id: String) -> Answer<Delegation> {
    in_office(&desktop, move |office| office.revoke_delegation(&id)).await
}
