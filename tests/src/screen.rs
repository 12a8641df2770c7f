//! A display as its server knows it: which windows stand on it, in what order, and which has the keyboard.

use std::collections::BTreeSet;

use x11rb::COPY_DEPTH_FROM_PARENT;
use x11rb::connection::Connection as _;
use x11rb::errors::ReplyOrIdError;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, CreateWindowAux, InputFocus, MapState, WindowClass};
use x11rb::rust_connection::RustConnection;

/// What the server calls a window.
pub type Id = u32;

/// A display. No window manager is there: windows stand as their programs ask.
pub struct Screen {
    conn: RustConnection,
    root: Id,
}

impl Screen {
    /// The display of a name such as `:99`.
    #[must_use]
    pub fn of(display: &str) -> Self {
        let (conn, number) = RustConnection::connect(Some(display)).unwrap_or_else(|error| panic!("{display}: {error}"));
        let root = conn.setup().roots.get(number).map_or(0, |screen| screen.root);
        Self { conn, root }
    }

    /// Puts a window over the whole display and gives it the keyboard: the person has turned to something else.
    pub fn cover(&self) -> Id {
        self.ask(|conn| {
            let id = conn.generate_id()?;
            let area = conn.get_geometry(self.root)?.reply()?;
            let (class, none) = (WindowClass::INPUT_OUTPUT, CreateWindowAux::new());
            conn.create_window(COPY_DEPTH_FROM_PARENT, id, self.root, 0, 0, area.width, area.height, 0, class, 0, &none)?;
            conn.map_window(id)?.check()?;
            conn.set_input_focus(InputFocus::PARENT, id, 0_u32)?.check()?;
            Ok(id)
        })
    }

    /// Takes a window off the display, as minimising does.
    pub fn take_off(&self, window: Id) {
        self.ask(|conn| Ok(conn.unmap_window(window)?.check()?));
    }

    /// The window that nothing covers.
    #[must_use]
    pub fn front(&self) -> Option<Id> {
        self.standing().last().copied()
    }

    /// The windows of a program that stand on the display, by the name of its binary.
    #[must_use]
    pub fn of_program(&self, name: &str) -> BTreeSet<Id> {
        let class = |id: Id| {
            self.ask(|conn| Ok(conn.get_property(false, id, AtomEnum::WM_CLASS, AtomEnum::STRING, 0, 64)?.reply()?.value))
        };
        let named = |id: &Id| class(*id).split(|byte| *byte == 0).any(|word| word.eq_ignore_ascii_case(name.as_bytes()));
        self.standing().into_iter().filter(named).collect()
    }

    /// Whether what is typed goes to a window, or to a part of it.
    #[must_use]
    pub fn has_keyboard(&self, window: Id) -> bool {
        self.ask(|conn| {
            let mut id = conn.get_input_focus()?.reply()?.focus;
            while id > 1 && id != window && id != self.root {
                id = conn.query_tree(id)?.reply()?.parent;
            }
            Ok(id == window)
        })
    }

    /// All windows that can be seen, from the lowest to the highest.
    fn standing(&self) -> Vec<Id> {
        self.ask(|conn| {
            let mut standing = Vec::new();
            for id in conn.query_tree(self.root)?.reply()?.children {
                // A window that is gone by now is not seen either.
                let Ok(state) = conn.get_window_attributes(id)?.reply() else { continue };
                let Ok(area) = conn.get_geometry(id)?.reply() else { continue };
                if state.map_state == MapState::VIEWABLE && state.class == WindowClass::INPUT_OUTPUT && area.width > 10 {
                    standing.push(id);
                }
            }
            Ok(standing)
        })
    }

    fn ask<T>(&self, question: impl FnOnce(&RustConnection) -> Result<T, ReplyOrIdError>) -> T {
        question(&self.conn).unwrap_or_else(|error| panic!("the display does not answer: {error}"))
    }
}
