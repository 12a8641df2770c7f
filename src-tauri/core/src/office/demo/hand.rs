//! The hands of the sample people: what each act of the agenda does at the desk.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::super::api::{Finish, PaperSign, ProxySign, RefuseSign, SealView, SignRequest};
use super::super::error::{OfficeError, Result};
use super::super::{FillAnswers, Office};
use super::dice::Dice;
use super::{ink, picture};
use crate::clock::{Clock, Stamp};

/// The desk with everything at hand.
pub(super) struct Hand<'a> {
    pub office: &'a Office,
    pub clock: Arc<Clock>,
    pub dice: Dice,
    pictures: RefCell<BTreeMap<String, Vec<u8>>>,
}

/// Where a signature goes and who gives it. An empty signer is the one the signing view proposes.
#[derive(Debug, Clone, Default)]
pub(super) struct Seat {
    pub sheet: String,
    pub role: String,
    pub row: String,
    pub signer: String,
    pub relation: String,
    pub choice: String,
}

impl<'a> Hand<'a> {
    pub fn new(office: &'a Office, clock: Arc<Clock>, dice: Dice) -> Self {
        Self { office, clock, dice, pictures: RefCell::default() }
    }

    /// Moves the clock on to `at`; never back.
    pub fn at(&self, at: Stamp) {
        if at.wall_ms() > self.clock.now().wall_ms() {
            self.clock.set(at);
        }
    }

    fn minutes_later(&self, minutes: u64) {
        self.clock.advance(Duration::from_secs(minutes * 60));
    }

    pub fn today(&self) -> NaiveDate {
        self.clock.now().date()
    }

    /// A photo taken at `at`; answers name it by the name that comes back.
    pub fn photo(&self, subject: &str, at: Stamp) -> Result<String> {
        let bytes = picture::photo(subject, at.local(), &self.dice).map_err(drawn)?;
        let mut pictures = self.pictures.borrow_mut();
        let name = format!("IMG_{}_{}.jpg", at.local().format("%Y%m%d_%H%M"), pictures.len() + 1);
        pictures.insert(name.clone(), bytes);
        Ok(name)
    }

    /// A scan of a page that `name` signed; answers name it by the name that comes back.
    pub fn document(&self, name: &str) -> Result<String> {
        let bytes = picture::scan(name, self.clock.now().local(), &self.dice).map_err(drawn)?;
        let mut pictures = self.pictures.borrow_mut();
        let name = format!("扫描件_{}_{}.jpg", self.today().format("%Y%m%d"), pictures.len() + 1);
        pictures.insert(name.clone(), bytes);
        Ok(name)
    }

    fn scan(&self, name: &str) -> Result<String> {
        let file = self.document(name)?;
        let bytes = self.file(&file).map_err(drawn)?;
        Ok(self.office.take_in_scan(&file, &bytes)?.0.photo.blob)
    }

    fn file(&self, name: &str) -> std::io::Result<Vec<u8>> {
        self.pictures.borrow_mut().remove(name).ok_or_else(|| std::io::ErrorKind::NotFound.into())
    }

    /// Does something at another site, and comes back.
    pub fn at_site<T>(&self, name: &str, act: impl FnOnce() -> Result<T>) -> Result<T> {
        let desk = self.office.desk()?;
        let there = desk.sites.iter().find(|site| site.text == name);
        let there = there.ok_or_else(|| OfficeError::NotFound(name.to_owned()))?;
        self.office.use_site(&there.id)?;
        let done = act()?;
        self.office.use_site(&desk.site.id)?;
        Ok(done)
    }

    /// Fills and finishes a sheet of a form: its id.
    pub fn fill(&self, form: &str, answers: Json) -> Result<String> {
        let answers: FillAnswers = serde_json::from_value(answers)?;
        Ok(self.office.fill(form, &answers, &|name| self.file(name))?.sheet)
    }

    /// Begins a sheet from another, fills it and finishes the stage that the answers name, or what has begun: its id.
    pub fn begin(&self, form: &str, from: &str, answers: Json) -> Result<String> {
        let answers: FillAnswers = serde_json::from_value(answers)?;
        let draft = self.office.begin_from(form, from, "")?;
        self.office.fill_draft(&draft.id, &answers, &|name| self.file(name))?;
        let finish = Finish { stage: answers.finish.first().cloned().unwrap_or_default(), ..Finish::default() };
        Ok(self.office.finish(&draft.id, &finish)?.sheet)
    }

    /// Goes on with a sheet.
    pub fn go_on(&self, sheet: &str, answers: Json) -> Result<()> {
        let answers: FillAnswers = serde_json::from_value(answers)?;
        self.office.fill_sheet(sheet, &answers, &|name| self.file(name)).map(|_| ())
    }

    /// Begins a sheet and leaves it a draft.
    pub fn draft(&self, form: &str, answers: Json) -> Result<()> {
        let answers: FillAnswers = serde_json::from_value(answers)?;
        let draft = self.office.begin_sheet(form)?;
        self.office.fill_draft(&draft.id, &answers, &|name| self.file(name)).map(|_| ())
    }

    /// Places of a role that can be signed now.
    pub fn open(&self, sheet: &str, role: &str) -> Result<Vec<SealView>> {
        Ok(self.office.sheet(sheet)?.seals.into_iter().filter(|s| s.role == role && s.open && s.how == "none").collect())
    }

    fn request(&self, seat: &Seat) -> Result<SignRequest> {
        let view = self.office.signing(&seat.sheet, &seat.role, &seat.row)?;
        let signer = if seat.signer.is_empty() { view.signer } else { seat.signer.clone() };
        // A place's label is nobody's name.
        if signer.is_empty() {
            return Err(OfficeError::Missing("signer"));
        }
        Ok(SignRequest {
            revision: String::new(),
            sheet: seat.sheet.clone(),
            role: seat.role.clone(),
            row: seat.row.clone(),
            ink: ink::signature(&signer, &self.dice)?,
            signer,
            relation: seat.relation.clone(),
            witness: String::new(),
            choice: seat.choice.clone(),
            remark: String::new(),
        })
    }

    pub fn sign(&self, seat: &Seat) -> Result<()> {
        self.office.sign(&self.request(seat)?)?;
        self.minutes_later(1);
        Ok(())
    }

    pub fn sign_paper(&self, seat: &Seat, place: &str) -> Result<()> {
        let sign = self.request(seat)?;
        let blob = self.scan(&sign.signer)?;
        self.office.sign_paper(&PaperSign {
            sheet: sign.sheet,
            role: sign.role,
            row: sign.row,
            blob,
            signer: sign.signer,
            signed_on: self.today().to_string(),
            place: place.to_owned(),
            choice: sign.choice,
        })?;
        self.minutes_later(1);
        Ok(())
    }

    pub fn refuse(&self, seat: &Seat, witness: &str, reason: &str) -> Result<()> {
        let sign = self.request(seat)?;
        self.office.sign_refused(&RefuseSign {
            sheet: sign.sheet,
            role: sign.role,
            row: sign.row,
            signer: sign.signer,
            reason: reason.to_owned(),
            witness: witness.to_owned(),
        })?;
        self.minutes_later(1);
        Ok(())
    }

    pub fn sign_proxy(&self, seat: &Seat, proxy_for: &str) -> Result<()> {
        let sign = self.request(seat)?;
        let document = self.scan(proxy_for)?;
        self.office.sign_proxy(&ProxySign { sign, proxy_for: proxy_for.to_owned(), document })?;
        self.minutes_later(1);
        Ok(())
    }
}

fn drawn(error: std::io::Error) -> OfficeError {
    OfficeError::File(error.to_string())
}
