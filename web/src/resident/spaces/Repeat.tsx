import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { isoDay, timeSpan, weekday } from '../../core/format';
import { Choice } from '../parts/Field';
import { impossible, mostDates, ruleOf, type Frequency } from './repeating';
import type { SpaceShown } from './Space';
import { PreviewMySeriesDocument, type PreviewMySeriesMutation } from './spaces.gen';

type Dates = Extract<PreviewMySeriesMutation['previewBookingSeries'], { dates: unknown }>['dates'];
/** What is to be booked, once every date was looked at: how many are possible, and which days are left out. */
export interface Series {
  rrule: string;
  exceptOn: string[];
  possible: number;
}
const FREQUENCIES: readonly Frequency[] = ['DAILY', 'WEEKLY'];

interface Shown {
  space: SpaceShown;
  startsAt: string;
  endsAt: string;
  onSeries: (series: Series | 'looking' | null) => void;
}

/** Once, or again each day or week: every date is looked at before any is booked, and what is not possible is left out. */
export function Repeat({ space, startsAt, endsAt, onSeries }: Shown) {
  const { t } = useTranslation('spaces');
  const first = isoDay(new Date(startsAt));
  const mostOf = (one: Frequency): number => mostDates(one, first, isoDay(), space.advanceDays ?? null);
  const offered = FREQUENCIES.filter((one) => mostOf(one) > 1);
  const [frequency, setFrequency] = useState<Frequency | null>(null);
  const [wanted, setWanted] = useState(2);
  if (offered.length === 0) return null;
  const count = frequency ? Math.min(wanted, mostOf(frequency)) : 1;
  const rrule = frequency && ruleOf(frequency, count);
  return (
    <>
      <fieldset className="choices">
        <legend>{t('repeat')}</legend>
        <button type="button" aria-pressed={frequency === null} onClick={() => setFrequency(null)}>{t('once')}</button>
        {offered.map((one) => <button key={one} type="button" aria-pressed={frequency === one} onClick={() => setFrequency(one)}>{t(`frequency.${one}`)}</button>)}
      </fieldset>
      {frequency && rrule && (
        <>
          <Choice label={t('howOften')} value={count} onChange={(event) => setWanted(Number(event.target.value))}>
            {Array.from({ length: mostOf(frequency) - 1 }, (_, at) => <option key={at} value={at + 2}>{t('dates', { count: at + 2 })}</option>)}
          </Choice>
          <Looked key={`${rrule} ${startsAt} ${endsAt}`} space={space} startsAt={startsAt} endsAt={endsAt} rrule={rrule} onSeries={onSeries} />
        </>
      )}
    </>
  );
}

function Looked({ space, startsAt, endsAt, rrule, onSeries }: Shown & { rrule: string }) {
  const { t } = useTranslation('spaces');
  const [dates, setDates] = useState<Dates | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [preview] = useAct(PreviewMySeriesDocument);
  useEffect(() => {
    onSeries('looking');
    void look();
    async function look(): Promise<void> {
      // To look is to accept nothing: the rules of use are accepted by booking.
      const outcome = await preview({ input: { spaceId: space.id, startsAt, endsAt, quantity: 1, audience: 'RESIDENT', equipment: [], hasAcceptedTerms: true, rrule, exceptOn: [], idempotencyKey: null } });
      if (!outcome.ok) return setProblem(outcome.problem.message);
      const exceptOn = impossible(outcome.made.dates);
      setDates(outcome.made.dates);
      onSeries({ rrule, exceptOn, possible: outcome.made.dates.length - exceptOn.length });
    }
    return () => onSeries(null);
  }, [space.id, startsAt, endsAt, rrule, preview, onSeries]);
  if (problem) return <p className="problem" role="alert">{problem}</p>;
  if (!dates) return <p className="soft small" role="status">{t('shared:state.loading')}</p>;
  return (
    <ul className="rows" aria-label={t('seriesDates')}>
      {dates.map((one) => <li key={one.startsAt} className="row"><span className="grow">{`${weekday(one.startsAt)} ${timeSpan(one.startsAt, one.endsAt)}`}{one.message && <small>{one.message}</small>}</span><span className={one.code ? 'tag bad' : 'tag good'}>{t(one.code ? 'leftOut' : 'free')}</span></li>)}
    </ul>
  );
}
