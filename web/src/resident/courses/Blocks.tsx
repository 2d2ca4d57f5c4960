import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date, now } from '../../core/format';
import { Appeal } from '../parts/Appeal';
import { Quiet } from '../parts/States';
import { AppealBlockDocument, PhoneBlocksDocument, type PhoneBlockFragment } from './courses.gen';

const TONE = { NONE: '', PENDING: 'warn', GRANTED: 'good', REJECTED: 'bad' } as const;

/** Until when absences keep one from applying, and what one has to say to that; nothing where there was none. */
export function Blocks() {
  const reading = useData(PhoneBlocksDocument, {});
  const at = now().toISOString();
  return (
    <Quiet of={reading}>
      {(data) => {
        // What is over and was never argued about is no news.
        const told = data.learnerBlocks.edges.map((edge) => edge.node).filter((one) => one.blockedUntil > at || one.appeal !== 'NONE');
        return told.map((block) => <Block key={block.id} block={block} isOver={block.blockedUntil <= at} again={reading.again} />);
      }}
    </Quiet>
  );
}

function Block({ block, isOver, again }: { block: PhoneBlockFragment; isOver: boolean; again: () => void }) {
  const { t } = useTranslation('courses');
  const may = useMay();
  const [appeal, isBusy] = useAct(AppealBlockDocument);
  const said = { appeal: t('blocks.appeal'), title: t('blocks.appealOf'), why: t('blocks.why'), whyHint: t('blocks.whyHint'), send: t('blocks.send'), sent: t('blocks.sent') };
  return (
    <section className="card" aria-label={t('blocks.title')}>
      {!isOver && <h2>{t('blocks.title')}</h2>}
      <p>{t(isOver ? 'blocks.over' : 'blocks.until', { count: block.absences, date: date(block.blockedUntil) })}</p>
      {block.appeal !== 'NONE' && <p className="tags"><span className={`tag ${TONE[block.appeal]}`}>{t(`blocks.states.${block.appeal}`)}</span></p>}
      {block.appealReason && <p className="small soft">{t('blocks.yours', { text: block.appealReason })}</p>}
      {block.answer && <p className="small">{t('blocks.answer', { text: block.answer })}</p>}
      {!isOver && block.appeal === 'NONE' && may('courses:appeal') && <Appeal said={said} busy={isBusy} send={(reason) => appeal({ input: { blockId: block.id, reason } })} again={again} />}
    </section>
  );
}
