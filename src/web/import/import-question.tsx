import { type FormEvent, useState } from 'react';
import { FormField } from '#src/web/controls/form-field.tsx';
import type { DateOrder, NumberStyle } from '#src/web/gql/operations.ts';
import { formatPeriod, type PeriodKey } from '#src/web/values/period.ts';
import type { ImportChoice } from './import-choice.ts';
import type { ImportPreview } from './use-import-preview.ts';

interface ImportQuestionProps {
  readonly question: NonNullable<ImportPreview['question']>;
  answer(layout: ImportChoice['layout']): void;
  cancel(): void;
}

/** What only a person knows about a file, but where its months and metrics are. */
export function ImportQuestion({ question, answer, cancel }: ImportQuestionProps) {
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
          {choicesOf(question).map(({ label, example, layout }) => (
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
function choicesOf({ text, dates, numbers }: ImportQuestionProps['question']): readonly AnswerChoice[] {
  const ofDates = dates.map(({ order, months }) => ({
    label: DATE_ORDERS[order],
    example: monthsInWords(months),
    layout: { dateOrder: order },
  }));
  const ofNumbers = numbers.map(({ style, value }) => ({
    label: NUMBER_STYLES[style],
    example: `“${text}” is ${NUMBERS.format(value as Intl.StringNumericLiteral)}`,
    layout: { numberStyle: style },
  }));
  return [...ofDates, ...ofNumbers];
}

const DATE_ORDERS: Readonly<Record<DateOrder, string>> = { MONTH_FIRST: 'Month first', DAY_FIRST: 'Day first' };
const NUMBER_STYLES: Readonly<Record<NumberStyle, string>> = { POINT: 'Decimal points', COMMA: 'Decimal commas' };
const NUMBERS = new Intl.NumberFormat(undefined, { maximumFractionDigits: 15 });

/** Enough to see which way is right. */
const MOST_MONTHS = 6;

function monthsInWords(months: readonly string[]): string {
  const words = months.slice(0, MOST_MONTHS).map((month) => formatPeriod(month as PeriodKey));
  return [...words, ...(months.length > MOST_MONTHS ? ['…'] : [])].join(', ');
}

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
