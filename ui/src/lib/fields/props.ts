import { createContext } from 'svelte';
import type { Field, Mark, Value } from '../backend/types';

/** What every field component is given. */
export interface FieldProps {
  field: Field;
  value: Value | undefined;
  /** Unique on the page; the label and the line of the problem point to it. */
  id: string;
  /** `settled` is false while a text is still being typed: such steps are one when undone. */
  onchange: (value: Value | undefined, settled: boolean) => void;
  /** Id of the line that says what is wrong. */
  problemId?: string | undefined;
  readonly?: boolean;
  /** A cell of the paper view: no frame of its own. */
  bare?: boolean;
  /** Name for a screen reader where no visible label belongs to it. */
  label?: string | undefined;
}

/** What the fields know of the sheet they stand in. */
export interface Desk {
  /** The draft that photos are taken in for. */
  draft: string;
  today: string;
  /** Offset of local time, +08:00. */
  offset: string;
  marks: Mark[];
}

export const [getDesk, setDesk] = createContext<() => Desk>();
