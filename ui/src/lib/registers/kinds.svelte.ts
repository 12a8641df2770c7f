import { backend } from '../backend';
import type { FactKind, Reference, RegisterEntry, RegisterKind } from '../backend/types';
import { language } from '../i18n/i18n.svelte';

/** The kinds of registers, asked for once: they never change while the program runs. */
class Kinds {
  list = $state.raw<RegisterKind[]>([]);
  private asked: Promise<void> | null = null;

  async load(): Promise<void> {
    this.asked ??= backend.registers().then(
      (list) => {
        this.list = list;
      },
      (error: unknown) => {
        this.asked = null;
        throw error;
      },
    );
    await this.asked;
  }

  of(id: string): RegisterKind | undefined {
    return this.list.find((k) => k.id === id);
  }
}

export const kinds = new Kinds();

export function kindLabel(kind: { label: string; english: string }): string {
  return language() === 'en' ? kind.english : kind.label;
}

export function asReference(entry: RegisterEntry): Reference {
  return { id: entry.id, register: entry.register, text: entry.name, facts: entry.facts };
}

/** The facts that are shown beside a name, set off by a full-width space. */
export function shownFacts(register: string, facts: Record<string, string>): string {
  const kind = kinds.of(register);
  const ids = kind === undefined ? ['code', 'room', 'post'] : kind.facts.filter((f) => f.shown).map((f) => f.id);
  return ids
    .map((id) => facts[id] ?? '')
    .filter((v) => v !== '')
    .join('　');
}

/** A choice of a fact; what is kept is the office's word. */
export function optionLabel(fact: FactKind, option: string): string {
  return language() === 'en' ? (fact.english_options[fact.options.indexOf(option)] ?? option) : option;
}
