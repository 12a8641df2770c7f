//! The recovery code: 135 random bits as 27 symbols of Crockford's base 32 and one that checks them.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::error::{CabinetError, Result};
use crate::clock::Clock;

/// Without I, L, O and U (Crockford, "Base 32").
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Symbols that carry the code; 27 × 5 bits.
const CARRIED: usize = 27;

/// A code that opens the cabinet when the passphrase is lost, such as `7Q2M-…-K4TX`. Shown once, typed back, kept on paper.
pub struct RecoveryCode(Zeroizing<String>);

/// All it holds is.
impl ZeroizeOnDrop for RecoveryCode {}

impl RecoveryCode {
    /// A new code.
    pub(super) fn new(clock: &Clock) -> Result<Self> {
        let mut bytes = Zeroizing::new([0_u8; CARRIED]);
        clock.fill(bytes.as_mut_slice())?;
        let mut values: Zeroizing<Vec<u8>> = Zeroizing::new(bytes.iter().map(|byte| byte & 31).collect());
        let check = check_value(&values);
        values.push(check);
        Ok(Self::from_values(&values))
    }

    /// Reads what a person typed: case, spaces and dashes do not matter, O counts as 0, I and L as 1.
    ///
    /// # Errors
    /// `recovery-code-mistyped` when a symbol is none, one is missing or the check symbol does not fit.
    pub fn parse(typed: &str) -> Result<Self> {
        let mut values = Zeroizing::new(Vec::with_capacity(CARRIED + 1));
        for letter in typed.nfkc().flat_map(char::to_uppercase) {
            let letter = match letter {
                'O' => '0',
                'I' | 'L' => '1',
                '-' | '‐' | '–' | '—' | '−' | '_' => continue,
                space if space.is_whitespace() => continue,
                other => other,
            };
            let value = SYMBOLS.iter().position(|symbol| char::from(*symbol) == letter);
            values.push(value.and_then(|v| u8::try_from(v).ok()).ok_or(CabinetError::RecoveryCodeMistyped)?);
        }
        match values.split_last() {
            Some((check, carried)) if carried.len() == CARRIED && check_value(carried) == *check => {
                Ok(Self::from_values(&values))
            }
            _ => Err(CabinetError::RecoveryCodeMistyped),
        }
    }

    /// Is this the code that was typed back?
    #[must_use]
    pub fn is(&self, typed: &str) -> bool {
        Self::parse(typed).is_ok_and(|other| *other.0 == *self.0)
    }

    /// The code in groups of four, for showing and printing.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn from_values(values: &[u8]) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(values.len() * 2));
        for (n, value) in values.iter().enumerate() {
            if n > 0 && n % 4 == 0 {
                text.push('-');
            }
            text.push(SYMBOLS.get(usize::from(*value)).copied().map_or('0', char::from));
        }
        Self(text)
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

/// Σ vₙ·αⁿ⁺¹ in GF(2⁵): α has order 31, so every wrong symbol and every pair of exchanged symbols is noticed.
fn check_value(values: &[u8]) -> u8 {
    // Horner's rule: x is multiplied by α at each step (x⁵ = x² + 1).
    values.iter().fold(0, |sum, value| times_alpha(sum ^ value))
}

fn times_alpha(x: u8) -> u8 {
    let doubled = x << 1;
    if doubled & 32 == 0 { doubled } else { (doubled ^ 0b10_0101) & 31 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Stamp;

    fn code() -> RecoveryCode {
        RecoveryCode::new(&Clock::seeded(3, Stamp::new(0, 480))).unwrap()
    }

    #[test]
    fn a_code_reads_back_as_people_type_it() {
        let code = code();
        let text = code.as_str();
        assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [4; 7], "seven groups of four");
        assert!(!text.contains(['I', 'L', 'O', 'U']), "letters that look like digits are not used");
        assert!(code.is(&text.to_lowercase().replace('-', " ")), "case, dashes and spaces do not matter");
        assert!(code.is(&text.replace('0', "o").replace('1', "l")), "look-alikes are read as what they were");
        assert!(!format!("{code:?}").contains(text), "a log never shows it");
    }

    #[test]
    fn a_wrong_symbol_or_a_swap_is_noticed() {
        let text: Vec<char> = code().as_str().chars().filter(|c| *c != '-').collect();
        for n in 0..text.len() {
            for symbol in SYMBOLS.iter().map(|s| char::from(*s)).filter(|s| *s != text[n]) {
                let mut typed = text.clone();
                typed[n] = symbol;
                assert!(RecoveryCode::parse(&typed.iter().collect::<String>()).is_err(), "symbol {n} mistyped as {symbol}");
            }
            for m in n + 1..text.len() {
                let mut typed = text.clone();
                typed.swap(n, m);
                let noticed = RecoveryCode::parse(&typed.iter().collect::<String>()).is_err();
                assert!(noticed || text[n] == text[m], "symbols {n} and {m} exchanged");
            }
        }
        assert!(RecoveryCode::parse("").is_err() && RecoveryCode::parse("U").is_err(), "nothing and no symbol are refused");
    }
}
