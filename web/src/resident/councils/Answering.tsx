import { Fragment, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { Choice, Words } from '../parts/Field';
import { toast } from '../parts/Toasts';
import { AnswerQuestionsDocument, type PhoneCouncilPageQuery } from './councils.gen';

type Council = NonNullable<PhoneCouncilPageQuery['council']>;
type Form = NonNullable<Council['form']>;
/** What was answered, as it is sent: nothing of what was left empty. */
export const answersOf = (said: Readonly<Record<number, string>>) => Object.entries(said).filter(([, text]) => text.trim()).map(([number, text]) => ({ number: Number(number), text }));

interface Asked {
  form: Form;
  said: Readonly<Record<number, string>>;
  onSay: (number: number, text: string) => void;
}

/** What whoever calls a council asks of those who register. */
export function Answering({ form, said, onSay }: Asked) {
  const { t } = useTranslation('councils');
  return (
    <>
      <p className="small soft">{t('answersHint')}</p>
      {form.questions.map((one, at) => {
        const number = at + 1;
        const label = one.isRequired ? one.text : t('optional', { question: one.text });
        const field = { label, value: said[number] ?? '', required: one.isRequired };
        if (one.kind === 'TEXT') return <Words key={number} {...field} rows={2} maxLength={500} onChange={(event) => onSay(number, event.target.value)} />;
        return (
          <Choice key={number} {...field} onChange={(event) => onSay(number, event.target.value)}>
            <option value="">{t('unsaid')}</option>
            {one.kind === 'YES_NO' ? ['YES', 'NO'].map((option) => <option key={option} value={option}>{t(`shared:answer.${option}`)}</option>) : one.options.map((option) => <option key={option}>{option}</option>)}
          </Choice>
        );
      })}
    </>
  );
}

/** Whoever has a seat without having registered for it, as those who are invited, answers afterwards. */
export function LateAnswers({ council, form, again }: { council: Council; form: Form; again: () => void }) {
  const { t } = useTranslation('councils');
  const [said, setSaid] = useState<Asked['said']>({});
  const [answer, isBusy] = useAct(AnswerQuestionsDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const outcome = await answer({ input: { councilId: council.id, answers: { formId: form.id, answers: answersOf(said) } } });
    toast(outcome.ok ? t('answered') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    if (outcome.ok) again();
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Answering form={form} said={said} onSay={(number, text) => setSaid((before) => ({ ...before, [number]: text }))} />
      <button type="submit" className="button plain wide" disabled={isBusy || answersOf(said).length === 0} aria-busy={isBusy}>{t('sendAnswers')}</button>
    </form>
  );
}

/** What one answered oneself. */
export function OwnAnswers({ of }: { of: Council['myAnswers'] }) {
  const { t } = useTranslation('councils');
  if (of.length === 0) return null;
  return (
    <dl className="facts" aria-label={t('ownAnswers')}>
      {of.map((one) => <Fragment key={one.question}><dt>{one.question}</dt><dd>{one.text === 'YES' || one.text === 'NO' ? t(`shared:answer.${one.text}`) : one.text}</dd></Fragment>)}
    </dl>
  );
}
