//! 今日's line of what a month asks.

use chrono::Datelike as _;

use crate::cabinet::Reader;
use crate::deadline::month_end;
use crate::form::Form;
use crate::office::Office;
use crate::office::api::TodayLine;
use crate::office::error::Result;
use crate::office::today::short_title;

impl Office {
    /// What the month asks of the outlets, until a round has drawn as many as its target.
    pub(in crate::office) fn monthly_line(&self, reader: &Reader<'_>, form: &Form) -> Result<Option<TodayLine>> {
        let today = self.today_date();
        let end = month_end(today);
        let Some(slot) = self.slot_of_month(reader, form, end)? else { return Ok(None) };
        let drawn = slot.drawn.unwrap_or(0);
        let short = slot.target.map_or(0, |target| target.saturating_sub(drawn));
        if slot.state.is_done() && short == 0 {
            return Ok(None);
        }
        let begun = !slot.draft.is_empty() || !slot.sheet.is_empty();
        let target = match slot.target {
            Some(n) => format!("目标{n}户"),
            None => slot.target_words.clone(),
        };
        let so_far = if begun { format!("已抽{drawn}户") } else { "本月还没有检查".to_owned() };
        let left = end.signed_duration_since(today).num_days();
        Ok(Some(TodayLine {
            group: "paper".to_owned(),
            kind: short_title(form).to_owned(),
            matter: format!("{}月 {}", today.month(), form.title),
            detail: [so_far, target].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("\u{3000}"),
            limit: match left {
                0 => "今天是最后一天".to_owned(),
                left => format!("还有{left}天　{}月{}日前", end.month(), end.day()),
            },
            on: end.to_string(),
            left: i32::try_from(left).ok(),
            draft: slot.draft,
            sheet: slot.sheet,
            form: form.id.clone(),
            ..TodayLine::default()
        }))
    }
}
