//! What the shell around the views may do: the settings that a slip of the hand would undo in silence.

use serde_json::Value;

/// A file of this package.
fn read(path: &str) -> String {
    std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn settings() -> Value {
    serde_json::from_str(&read("tauri.conf.json")).unwrap()
}

#[test]
fn the_page_runs_nothing_that_did_not_come_with_the_program() {
    let settings = settings();
    let csp = settings["app"]["security"]["csp"].as_object().unwrap();
    assert_eq!(csp["default-src"], "'self'", "what is not named may come from the program alone");
    assert_eq!(csp["script-src"], "'self'", "no script but the program's own");
    for (kind, sources) in csp {
        for source in sources.as_str().unwrap().split(' ') {
            assert!(!source.starts_with("'unsafe-"), "{kind} {source}: what slips into the page would run or dress it");
            assert!(source != "*" && !source.contains("//*"), "{kind} {source}: everything");
            // Two schemes of our own; Windows writes them as hosts that never leave the machine.
            let own = ["http://ipc.localhost", "http://intake.localhost"].contains(&source);
            let network = ["http:", "https:", "ws:", "wss:"].iter().any(|scheme| source.starts_with(scheme));
            assert!(own || !network, "{kind} {source}: nothing goes over the network");
            assert!(!own || kind == "connect-src", "{kind} {source}: our schemes carry messages, nothing else");
        }
    }
    for shut in ["base-uri", "form-action", "frame-ancestors", "object-src"] {
        assert_eq!(csp[shut], "'none'", "{shut} is used by nothing here");
    }
    for loosened in ["dangerousDisableAssetCspModification", "dangerousRemoteDomainIpcAccess", "devCsp", "assetProtocol"] {
        assert!(settings["app"]["security"].get(loosened).is_none(), "{loosened} opens what the policy shuts");
    }
}

#[test]
fn the_page_is_apart_from_the_program() {
    let settings = settings();
    let security = &settings["app"]["security"];
    assert_eq!(security["freezePrototype"], true, "a page that changes Object cannot change what the bridge does");
    assert_eq!(security["pattern"]["use"], "isolation", "each message passes a frame of its own");
    assert_eq!(settings["app"]["withGlobalTauri"], false, "the bridge is imported in one place and lies open nowhere");
    let dir = security["pattern"]["options"]["dir"].as_str().unwrap();
    assert!(!read(&format!("{dir}/hook.js")).is_empty(), "the frame is there");
}

#[test]
fn the_window_may_ask_the_shell_for_what_it_uses_and_nothing_else() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("capabilities");
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "one window, one list: {files:?}");
    let capability: Value = serde_json::from_slice(&std::fs::read(&files[0]).unwrap()).unwrap();
    assert_eq!(
        settings()["app"]["security"]["capabilities"],
        serde_json::json!([capability["identifier"]]),
        "and it is in force"
    );
    assert_eq!(capability["windows"], serde_json::json!(["main"]), "for the one window");
    assert!(capability.get("remote").is_none(), "no page from elsewhere asks for anything");
    let used = [
        "core:event:allow-listen",
        "core:event:allow-unlisten",
        "core:webview:allow-set-webview-zoom",
        "core:window:allow-destroy",
    ];
    let permissions = capability["permissions"].as_array().unwrap();
    let (of_the_shell, own): (Vec<&Value>, Vec<&Value>) = permissions.iter().partition(|one| one.as_str().unwrap().contains(':'));
    assert_eq!(serde_json::json!(of_the_shell), serde_json::json!(used), "no files, no shell, no network, no dialog, no opener");
    let by_name = |one: &&Value| one.as_str().unwrap().starts_with("allow-");
    assert!(!own.is_empty() && own.iter().all(by_name), "our commands are granted one by one, by name: {own:?}");
}

#[test]
fn a_release_has_no_inspector() {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let workspace: toml::Table = read("../Cargo.toml").parse().unwrap();
    let tauri = workspace["workspace"]["dependencies"]["tauri"].as_table().unwrap();
    let named = |features: &toml::Value| features.as_array().unwrap().iter().any(|f| f.as_str().unwrap().contains("devtools"));
    assert!(!named(&tauri["features"]), "the feature would put the inspector into a release");
    assert!(
        manifest["features"].as_table().unwrap().values().all(|features| !named(features)),
        "nor does one of ours ask for it"
    );
    assert!(manifest["dependencies"]["tauri"].get("features").is_none(), "nor the package by itself");
    assert!(read("src/lib.rs").contains(".devtools(cfg!(debug_assertions))"), "and the window asks for none");
    assert!(settings()["app"]["windows"][0].get("devtools").is_none(), "nor its settings");
}
