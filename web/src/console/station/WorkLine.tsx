import { App, Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAct } from '../../core/data/useAct';
import { day, dayTime, weekday } from '../../core/format';
import { Tag } from '../../desk/Tag';
import { RISK_TONES } from '../casework/tones';
import { usePlaceOf } from '../stays/usePlaceOf';
import { FinishCaseActivityDocument, type WorkLineFragment } from './station.gen';
import { WORK_TONES } from './work';

const DECISIONS = ['APPROVAL', 'TRANSFER'];

/** Where a line is dealt with: the case itself, what waits for a word, or the requests for help. */
function wayTo(of: WorkLineFragment): string {
  if (of.helpRequest) return '/help-requests';
  return DECISIONS.includes(of.kind) || !of.case ? '/case-decisions' : `/cases/${encodeURIComponent(of.case.id)}`;
}

/** One thing to do: what, by when, for whom, where they live; what was planned is ticked off here. */
export function WorkLine({ of, again }: { of: WorkLineFragment; again: () => void }) {
  const { t } = useTranslation('station');
  const placeOf = usePlaceOf();
  const person = of.helpRequest ? of.helpRequest.resident : of.case?.resident;
  const home = of.case?.resident?.stays.find((one) => one.status === 'ACTIVE');
  const title = of.activity ? t(`work.activities.${of.activity.kind}`) : t(`work.kinds.${of.kind}`);
  const about = [person?.name ?? t('work.nameHidden'), home && placeOf(home), of.case?.resident?.phoneMasked].filter(Boolean).join(' · ');
  return (
    <li className={of.isOverdue ? 'work late' : 'work'}>
      <span className="when num">
        <b>{of.dueAt ? dayTime(of.dueAt) : day(of.dueOn)}</b>
        <small>{weekday(of.dueOn)}</small>
      </span>
      <span className="who grow">
        <span className="acts"><Link to={wayTo(of)}>{title}</Link><Tag tone={WORK_TONES[of.kind]}>{of.case?.code ?? t('work.kinds.HELP')}</Tag></span>
        <small>{about}</small>
      </span>
      <span className="acts">
        {of.isOverdue && <Tag tone="bad">{t('work.late')}</Tag>}
        {of.helpRequest?.isUrgent && <Tag tone="bad">{t('work.urgent')}</Tag>}
        {of.case?.risk && of.case.risk !== 'LOW' && <Tag tone={RISK_TONES[of.case.risk]}>{t(`work.risks.${of.case.risk}`)}</Tag>}
        {of.activity && <Finish id={of.activity.id} title={title} again={again} />}
      </span>
    </li>
  );
}

function Finish({ id, title, again }: { id: string; title: string; again: () => void }) {
  const { t } = useTranslation('station');
  const { message } = App.useApp();
  const [finish, isBusy] = useAct(FinishCaseActivityDocument);
  const end = (isDone: boolean): void =>
    void finish({ input: { activityId: id, isDone } }).then((outcome) => {
      if (!outcome.ok) return void message.error(outcome.problem.message);
      void message.success(t(isDone ? 'work.finished' : 'work.calledOff', { title }));
      again();
    });
  return (
    <>
      <Button size="small" loading={isBusy} onClick={() => end(true)}>{t('work.finish')}</Button>
      <Popconfirm title={t('work.callOffOf', { title })} okText={t('work.callOff')} cancelText={t('shared:act.cancel')} onConfirm={() => end(false)}>
        <Button size="small" type="text" disabled={isBusy}>{t('work.callOff')}</Button>
      </Popconfirm>
    </>
  );
}
