import { App, Button, Form, Input } from 'antd';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { dayTime } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { Nothing, States } from '../../desk/States';
import { Tag, type Tone } from '../../desk/Tag';
import { useActForm } from '../../desk/useActForm';
import { WideTable } from '../../desk/WideTable';
import { LotteryDrawDocument, RunLotteryDocument, type LotteryDrawQuery } from './learners.gen';
import './courses.css';

type Draw = NonNullable<LotteryDrawQuery['lotteryDraw']>;
const TONES: Readonly<Record<string, Tone>> = { SEAT: 'good', LINE: 'cold', WITHDRAWN: 'plain' };

/** The lottery of a course: what was promised before, the frozen list, the draw, and that it adds up. */
export function Lottery({ course }: { course: { id: string; title: string } }) {
  const { t } = useTranslation('courses');
  const reading = useData(LotteryDrawDocument, { course: course.id });
  return (
    <States of={reading} isEmpty={(data) => !data.lotteryDraw} empty={<section className="card"><Nothing title={t('lottery.none')} hint={null} /></section>}>
      {(data) => data.lotteryDraw && <Found draw={data.lotteryDraw} course={course} again={reading.again} />}
    </States>
  );
}

function Found({ draw, course, again }: { draw: Draw; course: { id: string; title: string }; again: () => void }) {
  const { t } = useTranslation('courses');
  const may = useMay();
  const [isDrawing, setIsDrawing] = useState(false);
  const hash = (value: string): JSX.Element => <span className="hash">{value}</span>;
  const verdict = draw.isVerified == null ? <span className="muted">{t('lottery.waiting')}</span> : <Tag tone={draw.isVerified ? 'good' : 'bad'}>{t(draw.isVerified ? 'lottery.verified' : 'lottery.broken')}</Tag>;
  const facts: [string, JSX.Element | string][] = [
    ['lottery.commitment', <>{hash(draw.commitment)} <span className="muted">{t('lottery.committedAt', { time: dayTime(draw.committedAt) })}</span></>],
    ...(draw.publicSource ? ([['lottery.source', draw.publicSource]] as [string, string][]) : []),
    ['lottery.list', draw.listedAt ? t('lottery.listed', { count: draw.ticketCount, time: dayTime(draw.listedAt) }) : t('lottery.unlisted')],
    ...(draw.listHash ? ([['lottery.listHash', hash(draw.listHash)]] as [string, JSX.Element][]) : []),
    ...(draw.drawnAt ? ([['lottery.drawnAt', dayTime(draw.drawnAt)], ['lottery.seed', hash(draw.seed ?? '')], ['lottery.value', hash(draw.publicValue ?? '')]] as [string, JSX.Element | string][]) : []),
    ['lottery.verify', verdict],
    ['lottery.rule', draw.rule],
  ];
  return (
    <div className="stack">
      <section className="card" aria-label={t('tabs.lottery')}>
        {may('courses:manage') && draw.listedAt && !draw.drawnAt && <div className="card-head"><span className="grow" /><Button type="primary" onClick={() => setIsDrawing(true)}>{t('lottery.draw')}</Button></div>}
        <dl className="facts">{facts.map(([name, value]) => <div key={name} style={{ display: 'contents' }}><dt>{t(name)}</dt><dd>{value}</dd></div>)}</dl>
      </section>
      {draw.tickets.edges.length > 0 && (
        <section className="card flush" aria-label={t('lottery.list')}>
          <WideTable
            rowKey="ticket"
            size="small"
            aria-label={t('lottery.list')}
            scroll={{ x: 640 }}
            dataSource={draw.tickets.edges.map((edge) => edge.node)}
            columns={[
              { title: t('lottery.ticket'), render: (_, row) => hash(row.ticket) },
              { title: t('lottery.priority'), width: 100, align: 'right', render: (_, row) => row.priority },
              { title: t('lottery.rank'), width: 100, align: 'right', render: (_, row) => row.rank ?? '—' },
              { title: t('lottery.outcome'), width: 140, render: (_, row) => row.outcome && <Tag tone={TONES[row.outcome] ?? 'plain'}>{t(`lottery.outcomes.${row.outcome}`)}</Tag> },
            ]}
          />
        </section>
      )}
      <DrawModal course={isDrawing ? course : null} onClose={() => setIsDrawing(false)} onDone={again} />
    </div>
  );
}

function DrawModal({ course, onClose, onDone }: { course: { id: string; title: string } | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('courses');
  const { message } = App.useApp();
  const act = useActForm<{ publicValue?: string }>();
  const [run, isBusy] = useAct(RunLotteryDocument);
  const done = (): void => {
    void message.success(t('lottery.drawn'));
    onDone();
    onClose();
  };
  return (
    <ActModal open={course !== null} title={t('lottery.drawOf', { title: course?.title })} lead={t('lottery.drawHint')} submit={t('lottery.draw')} busy={isBusy} act={act} onClose={onClose} onSubmit={({ publicValue }) => void act.send(() => run({ input: { courseId: course?.id ?? '', publicValue: publicValue || null } }), done)}>
      <Form.Item name="publicValue" label={t('lottery.publicValue')}><Input maxLength={200} /></Form.Item>
    </ActModal>
  );
}
