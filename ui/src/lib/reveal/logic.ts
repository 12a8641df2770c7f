import type { Language } from '../i18n/i18n.svelte';
import type { Field, SheetView } from '../backend/types';
import { shown } from '../form/logic';
import type { Place } from '../backend/types';

/** Whether an answer is masked for everyone: a telephone or identity number. */
export function veiled(field: Field): boolean {
  return field.private === 'phone' || field.private === 'id';
}

/** The masked answers of a finished sheet, in printed order. */
export function veiledOf(sheet: SheetView, language: Language): { place: Place; label: string; text: string }[] {
  const single = sheet.form.section.filter((s) => s.rows === null);
  return single.flatMap((section) =>
    section.field.filter(veiled).flatMap((field) => {
      const value = sheet.answers.fields[field.id] ?? sheet.computed[field.id];
      const text = value === undefined ? '' : shown(field, value, language);
      return text === '' ? [] : [{ place: { section: section.id, row: '', field: field.id }, label: field.label, text }];
    }),
  );
}
