import type { Component } from 'svelte';
import type { FieldKind } from '../backend/types';
import CheckField from './CheckField.svelte';
import DateField from './DateField.svelte';
import LineField from './LineField.svelte';
import NumberField from './NumberField.svelte';
import OneField from './OneField.svelte';
import PhotoField from './PhotoField.svelte';
import RefField from './RefField.svelte';
import ShownField from './ShownField.svelte';
import SomeField from './SomeField.svelte';
import TextField from './TextField.svelte';
import YesNoField from './YesNoField.svelte';
import type { FieldProps } from './props';

/** One component for each type of answer. A type without one does not compile. */
export const registry: Record<FieldKind, Component<FieldProps>> = {
  line: LineField,
  text: TextField,
  date: DateField,
  month: DateField,
  datetime: DateField,
  one: OneField,
  some: SomeField,
  check: CheckField,
  number: NumberField,
  money: NumberField,
  quantity: LineField,
  photo: PhotoField,
  signature: ShownField,
  ref: RefField,
  yes_no: YesNoField,
  auto: ShownField,
  fact: ShownField,
};

/** Types whose control is one box that a `<label>` can name; the others are groups named by their label's id. */
export const labelled = new Set<FieldKind>(['line', 'text', 'date', 'month', 'datetime', 'number', 'money', 'quantity', 'ref']);
