//! 巡访簿 in a window. This face binds the office to Tauri: it parses, calls one use case and shows the answer.

mod assets;
mod commands;
mod desktop;
mod devices;
mod intake;
mod notices;
#[cfg(test)]
mod shell_tests;
mod watch;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{App, AppHandle, Manager, RunEvent, Url, WebviewWindowBuilder};

/// Environment variable that puts everything the program keeps into another folder, for a second office on one machine
/// and for the tests. Such a folder is a program of its own: it opens beside a window on another one.
pub const HOME: &str = "XUNFANG_HOME";

/// Opens the window and returns when it is closed.
///
/// # Errors
/// When the folder for the program's data cannot be named, or the system's web view cannot be made.
pub fn run() -> tauri::Result<()> {
    let mut context = context();
    let embedded = context.set_assets(Box::new(assets::Nothing));
    context.set_assets(Box::new(assets::WithFonts(embedded)));
    if let Some(folder) = std::env::var_os(HOME) {
        let identifier = &mut context.config_mut().identifier;
        *identifier = format!("{identifier}.{}", name_of(Path::new(&folder)));
    }

    tauri::Builder::default()
        // Must be the first plugin, so that a second start ends before it opens anything.
        .plugin(tauri_plugin_single_instance::init(|app, _arguments, _folder| raise(app)))
        .register_asynchronous_uri_scheme_protocol(intake::SCHEME, intake::answer)
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .invoke_handler(tauri::generate_handler![
            commands::app_version,
            commands::door::door,
            commands::door::keep_first_run,
            commands::door::begin_first_run,
            commands::door::finish_first_run,
            commands::door::unlock,
            commands::door::recover,
            commands::door::lock,
            commands::door::begin_practice,
            commands::door::end_practice,
            commands::door::open_recovery_page,
            commands::door::clear_prints,
            commands::clocks::calendar_year,
            commands::clocks::preview_calendar,
            commands::clocks::change_calendar,
            commands::clocks::rules,
            commands::clocks::count,
            commands::clocks::try_rule,
            commands::clocks::change_rule,
            commands::duties::duty_month,
            commands::duties::duty_day,
            commands::duties::begin_on,
            commands::duties::explain_missed,
            commands::duties::record_meeting,
            commands::duties::duty_plans,
            commands::duties::try_duty_plan,
            commands::duties::change_duty_plan,
            commands::calls::callers,
            commands::calls::take_call,
            commands::cases::cases,
            commands::cases::case_counts,
            commands::cases::case,
            commands::cases::begin_step,
            commands::cases::overdue,
            commands::lists::route,
            commands::lists::ledger,
            commands::lists::save_list,
            commands::lists::open_list,
            commands::lists::save_feed,
            commands::destruction::ask_destruction,
            commands::destruction::destroy,
            commands::destruction::destruction_list,
            commands::destruction::save_destruction,
            commands::months::months,
            commands::months::month,
            commands::months::month_statistics,
            commands::months::sheet_lines,
            commands::months::explain_gap,
            commands::months::close_month,
            commands::months::reopen_month,
            commands::months::volume_setting,
            commands::months::set_volume_setting,
            commands::months::save_volume,
            commands::months::open_volume,
            commands::desk::desk,
            commands::desk::today,
            commands::desk::forms,
            commands::desk::english,
            commands::desk::calendar,
            commands::desk::use_site,
            commands::desk::set_setting,
            commands::desk::trust_clock,
            commands::drafts::begin_sheet,
            commands::drafts::begin_another,
            commands::drafts::begin_from_blank,
            commands::drafts::begin_from,
            commands::drafts::beginnings,
            commands::drafts::draft,
            commands::drafts::save_draft,
            commands::drafts::mark_rest,
            commands::drafts::add_row,
            commands::drafts::discard_draft,
            commands::drafts::restore_draft,
            commands::drafts::finish,
            commands::drafts::edit_sheet,
            commands::drafts::void_sheet,
            commands::drafts::take_in,
            commands::drafts::take_shot,
            commands::drafts::picture,
            commands::keep::backups,
            commands::keep::back_up,
            commands::keep::set_second_place,
            commands::keep::verify_backup,
            commands::keep::check_now,
            commands::keep::last_check,
            commands::keep::list_affected,
            commands::keep::close_office,
            commands::keep::kept_backups,
            commands::keep::find_backups,
            commands::keep::restore,
            commands::out::save_as,
            commands::out::open_pdf,
            commands::out::open_version,
            commands::out::audit_page,
            commands::out::save_audit,
            commands::out::open_audit,
            commands::out::cancel_job,
            commands::out::show_in_folder,
            commands::out::print_blanks,
            commands::out::blanks,
            commands::out::void_blank,
            commands::out::copy_text,
            commands::out::note_copy,
            commands::out::copy_picture,
            commands::people::accounts,
            commands::people::add_account,
            commands::people::set_role,
            commands::people::end_account,
            commands::people::reset_passphrase,
            commands::people::change_passphrase,
            commands::people::set_pin,
            commands::people::take_over,
            commands::people::new_recovery_code,
            commands::people::key_change,
            commands::people::change_data_key,
            commands::people::delegations,
            commands::people::delegate,
            commands::people::revoke_delegation,
            commands::registers::registers,
            commands::registers::entries,
            commands::registers::save_entry,
            commands::registers::retire_entry,
            commands::registers::reveal,
            commands::sheets::reveal_answer,
            commands::sheets::sheet,
            commands::sheets::pages,
            commands::sheets::search,
            commands::sheets::verify,
            commands::sheets::rebuild,
            commands::signing::signing,
            commands::signing::begin_hand_over,
            commands::signing::end_hand_over,
            commands::signing::ink_enough,
            commands::signing::sign,
            commands::signing::sign_proxy,
            commands::signing::sign_paper,
            commands::signing::sign_refused,
            commands::signing::take_in_scan,
        ])
        .setup(|app| {
            let desktop = Arc::new(desktop::Desktop::new(&home(app.handle())?));
            app.manage(desktop.clone());
            notices::watch(desktop.clone());
            watch::sleep(app.handle().clone(), desktop);
            Ok(open_window(app)?)
        })
        .build(context)?
        .run(|app, event| {
            // However the window was closed, no paper in clear outlasts it.
            if let (RunEvent::Exit, Some(desktop)) = (event, app.try_state::<Arc<desktop::Desktop>>()) {
                desktop.clear_prints();
            }
        });
    Ok(())
}

/// The settings, the embedded views and what the window may ask for, as they were when the program was built.
fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// Folder in which the program keeps everything: [`HOME`], or the platform's folder for local application data.
///
/// # Errors
/// When the platform has no such folder for this user.
pub fn home(app: &AppHandle) -> tauri::Result<PathBuf> {
    match std::env::var_os(HOME) {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => app.path().app_local_data_dir(),
    }
}

/// What tells the program of one data folder from that of another, wherever the system knows programs by name: the same for
/// the same folder by whatever path, and nothing of the path itself.
fn name_of(folder: &Path) -> String {
    // A folder that is not there yet is made in a moment anyhow, and only then has one true path.
    let _ = std::fs::create_dir_all(folder);
    let path = std::fs::canonicalize(folder).or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.to_owned());
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    format!("h{:016x}", hasher.finish())
}

fn open_window(app: &App) -> tauri::Result<()> {
    let handle = app.handle();
    let config = app.config().app.windows.first().ok_or(tauri::Error::WindowNotFound)?;
    let window = WebviewWindowBuilder::from_config(handle, config)?
        .data_directory(home(handle)?.join("webview"))
        .devtools(cfg!(debug_assertions))
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_permission_request(|view, kind| devices::answer(&view, kind))
        .on_page_load(|window, page| {
            // Shown with its first page in it: an empty white window is never seen.
            if page.event() == PageLoadEvent::Finished {
                let _ = window.show();
            }
        })
        .build()?;
    devices::offer_camera(&window)
}

/// Whether an address is the program's own page. Everything else is refused: the window never leaves the program.
fn is_own(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => cfg!(windows) && url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

#[cfg(test)]
mod tests {
    use tauri::ipc::Origin;

    use super::*;

    /// Words between two marks, each time.
    fn between<'a>(text: &'a str, from: &str, to: &str) -> Vec<&'a str> {
        text.split(from).skip(1).filter_map(|rest| rest.split(to).next()).collect()
    }

    #[test]
    fn the_frame_between_views_and_program_knows_our_commands_and_no_others() {
        let hook = include_str!("../../ui/isolation/hook.js");
        let set = |name: &str| -> Vec<&str> {
            let list = between(hook, &format!("const {name} = new Set(["), "]")[0];
            list.split(',').map(|word| word.trim().trim_matches('\'')).filter(|word| !word.is_empty()).collect()
        };
        let handler = between(include_str!("lib.rs"), "generate_handler![", "])")[0];
        let mut own: Vec<&str> =
            handler.split(',').filter_map(|path| path.trim().rsplit("::").next()).filter(|c| !c.is_empty()).collect();
        own.sort_unstable();
        assert_eq!(set("COMMANDS"), own, "the list in ui/isolation/hook.js must read so");
        let capability: serde_json::Value = serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
        let allowed: Vec<String> =
            capability["permissions"].as_array().unwrap().iter().map(|p| p.as_str().unwrap().to_owned()).collect();
        let of_the_shell = |command: &&str| command.replace("plugin:", "core:").replace('|', ":allow-").replace('_', "-");
        let asked: Vec<String> = set("SHELL")
            .iter()
            .map(of_the_shell)
            .chain(own.iter().map(|command| format!("allow-{}", command.replace('_', "-"))))
            .collect();
        assert_eq!(asked, allowed, "src-tauri/capabilities/main.json grants what the frame lets through, and must read so");
    }

    #[test]
    fn a_command_that_no_capability_grants_is_refused() {
        let mut context = context();
        let authority = context.runtime_authority_mut();
        let hook = include_str!("../../ui/isolation/hook.js");
        let own = between(hook, "const COMMANDS = new Set([", "]")[0].split(',').map(|word| word.trim().trim_matches('\''));
        for command in own.filter(|word| !word.is_empty()) {
            let may = |window: &str, origin: &Origin| authority.resolve_access(command, window, window, origin).is_some();
            assert!(may("main", &Origin::Local), "{command} is granted to the window, or nothing works in it");
            assert!(!may("second", &Origin::Local), "{command}: another window, were there one, is granted nothing");
            let elsewhere = Origin::Remote { url: "https://example.org/".parse().unwrap() };
            assert!(!may("main", &elsewhere), "{command}: nor a page from elsewhere in this one");
        }
        for command in ["erase_everything", "plugin:opener|open_url", "plugin:dialog|open", "plugin:window|create"] {
            let may = authority.resolve_access(command, "main", "main", &Origin::Local);
            assert!(may.is_none(), "{command} is granted to nobody, even past the frame");
        }
    }

    #[test]
    fn a_data_folder_has_one_name_by_whatever_path() {
        let home = tempfile::tempdir().unwrap();
        let (one, other) = (home.path().join("one"), home.path().join("other"));
        let name = name_of(&one);
        assert_eq!(name_of(&one.join("..").join("one")), name, "a second start must find the first");
        assert_ne!(name_of(&other), name, "a second office on the machine is another program");
        assert!(name.starts_with('h') && name.bytes().all(|b| b.is_ascii_alphanumeric()), "a part of a name on D-Bus: {name}");
    }

    #[test]
    fn only_the_programs_own_pages_are_navigated_to() {
        let own = |address: &str| is_own(&address.parse().unwrap());
        assert!(own("tauri://localhost/"), "the views themselves must open");
        assert!(!own("https://example.org/"), "a link on the network must not replace the program");
        assert!(!own("file:///etc/passwd"), "a file must not be opened as a page");
        assert!(!own("tauri://elsewhere/"), "another host under the same scheme is not the program");
        assert!(!own("data:text/html,hello"), "a page made of a link's text is not the program");
    }
}
