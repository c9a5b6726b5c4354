import { type FormEvent, useState } from 'react';
import { FormField } from '#src/web/controls/form-field.tsx';
import type { ImportChoice } from './import-choice.ts';
import { monthsRead, numberRead } from './readings.ts';
import type { ImportPreview } from './use-import-preview.ts';

interface ImportQuestionProps {
  readonly question: NonNullable<ImportPreview['question']>;
  readonly samples: ImportPreview['samples'];
  answer(layout: ImportChoice['layout']): void;
  cancel(): void;
}

/** What only a person knows about a file, but where its months and metrics are. */
export function ImportQuestion({ question, samples, answer, cancel }: ImportQuestionProps) {
  const { kind, where, message } = question;
  return (
    <div className="import-question">
      <p>
        {message}. {where !== 'file' && <span className="import-quiet">({where})</span>}
      </p>
      {kind === 'YEAR' ? (
        <YearForm answer={answer} cancel={cancel} />
      ) : (
        <div className="import-actions">
          {choicesOf(question, samples).map(({ label, example, layout }) => (
            <button
              key={label}
              type="button"
              className="btn btn-outline-primary import-answer"
              onClick={() => answer(layout)}
            >
              <strong>{label}</strong>
              <span>{example}</span>
            </button>
          ))}
          <button type="button" className="btn btn-outline-secondary" onClick={cancel}>
            Cancel
          </button>
        </div>
      )}
    </div>
  );
}

interface AnswerChoice {
  readonly label: string;
  /** What the text in question would be. */
  readonly example: string;
  readonly layout: ImportChoice['layout'];
}

/** None if no answer helps: the message says what to change in the file. */
function choicesOf(
  { kind, text }: ImportQuestionProps['question'],
  samples: ImportPreview['samples'],
): readonly AnswerChoice[] {
  const choices =
    kind === 'DATE_ORDER'
      ? DATE_ORDERS.map(({ label, layout }) => ({
          label,
          layout,
          example: monthsRead(text, layout.dateOrder, samples),
        }))
      : NUMBER_STYLES.map(({ label, layout }) => {
          const number = numberRead(text, layout.numberStyle);
          return { label, layout, example: number && `“${text}” is ${number}` };
        });
  return choices.flatMap(({ example, ...choice }) => (example === null ? [] : [{ ...choice, example }]));
}

const DATE_ORDERS = [
  { label: 'Month first', layout: { dateOrder: 'MONTH_FIRST' } },
  { label: 'Day first', layout: { dateOrder: 'DAY_FIRST' } },
] as const;

const NUMBER_STYLES = [
  { label: 'Decimal points', layout: { numberStyle: 'POINT' } },
  { label: 'Decimal commas', layout: { numberStyle: 'COMMA' } },
] as const;

function YearForm({ answer, cancel }: Pick<ImportQuestionProps, 'answer' | 'cancel'>) {
  const [text, setText] = useState('');
  const [isRefused, setRefused] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const year = Number(text);
    if (year >= 2000 && year <= 2100 && Number.isInteger(year)) answer({ year });
    else setRefused(true);
  };
  const refusals = isRefused ? [{ field: 'year', message: 'A year from 2000 to 2100, such as 2026' }] : [];
  return (
    <form onSubmit={submit} noValidate>
      <FormField label="Year of the months" columns="import-year" name="year" refusals={refusals}>
        {(control) => (
          <input
            {...control}
            className="form-control"
            inputMode="numeric"
            maxLength={4}
            value={text}
            onChange={({ target }) => setText(target.value.trim())}
          />
        )}
      </FormField>
      <div className="import-actions">
        <button type="submit" className="btn btn-primary">
          Continue
        </button>
        <button type="button" className="btn btn-outline-secondary" onClick={cancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}
