import { useEffect, useId, useRef, useState } from 'react';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import type { ImportCellState } from '#src/web/gql/operations.ts';
import { QUIET_STATES, STATES } from './cell-states.ts';
import { type ChosenFile, NOTHING_SAID } from './import-choice.ts';
import { ImportQuestion } from './import-question.tsx';
import type { AppliedImport } from './import-result.tsx';
import { LayoutForm } from './layout-form.tsx';
import { PreviewView } from './preview-view.tsx';
import { useImportPreview } from './use-import-preview.ts';

interface FileImportProps {
  readonly chosen: ChosenFile;
  close(): void;
  whenDone(applied: AppliedImport): void;
}

const LOUD_STATES = STATES.filter((state) => !QUIET_STATES.includes(state));

/** A file on its way: it is read, what only a person knows is asked, and what it would do is shown. */
export function FileImport({ chosen, close, whenDone }: FileImportProps) {
  const [choice, setChoice] = useState(NOTHING_SAID);
  const [states, setStates] = useState<readonly ImportCellState[]>(LOUD_STATES);
  const [asked, setAsked] = useState<readonly ImportCellState[]>(LOUD_STATES);
  const [isExplaining, setExplaining] = useState(false);
  const read = useImportPreview(chosen, choice, asked);
  const { preview, refusals } = read;
  const question = preview?.question ?? null;
  const stage = isExplaining ? 'layout' : question ? `${question.kind} ${question.where}` : preview ? 'preview' : '';
  const { id, heading } = useFocusedHeading(refusals.length > 0 ? 'refused' : stage);
  const show = (shown: readonly ImportCellState[]) => {
    setStates(shown);
    // What is hidden again stays there, so that the file is not sent again.
    setAsked(STATES.filter((state) => asked.includes(state) || shown.includes(state)));
  };
  const answer = (layout: typeof choice.layout) =>
    setChoice((before) => ({ ...before, layout: { ...before.layout, ...layout } }));
  return (
    <section aria-labelledby={id} aria-busy={read.isPending}>
      <h2 id={id} ref={heading} tabIndex={-1} className="import-file">
        {chosen.file.name}
      </h2>
      {!preview && refusals.length === 0 && !read.error && <Loading label="Reading the file" />}
      {read.error && <Failure error={read.error} retry={read.lookAgain} />}
      {refusals.length > 0 && (
        <div className="import-refused" role="alert">
          <p>
            <strong>This file cannot be imported.</strong>
          </p>
          <ul>
            {refusals.map(({ message }) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </div>
      )}
      {preview && (isExplaining || question?.kind === 'LAYOUT') && (
        <LayoutForm
          message={question?.message ?? null}
          samples={preview.samples}
          choice={choice}
          answer={(said) => {
            setExplaining(false);
            setChoice((before) => ({ ...before, ...said, overrides: [] }));
          }}
          cancel={isExplaining ? () => setExplaining(false) : close}
        />
      )}
      {question && question.kind !== 'LAYOUT' && !isExplaining && (
        <ImportQuestion question={question} answer={answer} cancel={close} />
      )}
      {preview && !question && !isExplaining && (
        <PreviewView
          {...{ chosen, choice, setChoice, read, preview, close, whenDone, states }}
          show={show}
          explain={() => setExplaining(true)}
        />
      )}
    </section>
  );
}

/** A heading that takes the focus at each new stage, because what had it is gone. */
function useFocusedHeading(stage: string) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (stage !== '') heading.current?.focus({ preventScroll: true });
  }, [stage]);
  return { id, heading };
}
