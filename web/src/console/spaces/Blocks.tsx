import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { dayTime, now } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { Pager, usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { WideTable } from '../../desk/WideTable';
import { LiftBlockDocument, SpaceBlocksDocument } from './spaces.gen';

const BlockModal = dialog(() => import('./BlockModal'));

/** When a space is out of use. */
export function Blocks({ space }: { space: { id: string; name: string } }) {
  const { t } = useTranslation('spaces');
  const may = useMay();
  const { modal, message } = App.useApp();
  const paging = usePaging();
  const reading = useData(SpaceBlocksDocument, { space: space.id, ...paging.variables });
  const [isBlocking, setIsBlocking] = useState(false);
  const [lift] = useAct(LiftBlockDocument);
  const ask = (blockId: string, startsAt: string): void =>
    void modal.confirm({
      title: t('blocks.liftOf', { name: space.name }),
      content: t('blocks.liftHint', { when: dayTime(startsAt) }),
      okText: t('blocks.lift'),
      cancelText: t('shared:act.cancel'),
      onOk: async () => {
        const outcome = await lift({ input: { blockId } });
        if (outcome.ok) void message.success(t('blocks.lifted'));
        else void message.error(outcome.problem.message);
      },
    });
  return (
    <section className="card flush" aria-label={t('blocks.title')}>
      <div className="card-head" style={{ paddingBottom: 12 }}>
        <h2 className="grow">{t('blocks.title')}</h2>
        {may('spaces:block') && <Button onClick={() => setIsBlocking(true)}>{t('blocks.add')}</Button>}
      </div>
      <States of={reading} isEmpty={(data) => data.spaceBlocks.edges.length === 0} empty={<Nothing title={t('blocks.empty')} hint={null} />}>
        {(data) => (
          <>
            <WideTable
              rowKey="id"
              aria-label={t('blocks.title')}
              scroll={{ x: 700 }}
              dataSource={data.spaceBlocks.edges.map((edge) => edge.node)}
              columns={[
                { title: t('blocks.startsOn'), width: 170, render: (_, row) => <span className="num">{dayTime(row.startsAt)}</span> },
                { title: t('blocks.endsOn'), width: 170, render: (_, row) => <span className="num">{dayTime(row.endsAt)}</span> },
                { title: t('blocks.reason'), render: (_, row) => row.reason },
                {
                  title: t('state'),
                  width: 140,
                  render: (_, row) =>
                    row.liftedAt ? <Tag>{t('blocks.ended')}</Tag> : new Date(row.endsAt) > now() && may('spaces:block') && <Button size="small" onClick={() => ask(row.id, row.startsAt)}>{t('blocks.lift')}</Button>,
                },
              ]}
            />
            <Pager paging={paging} found={data.spaceBlocks} />
          </>
        )}
      </States>
      <BlockModal space={isBlocking ? space : null} onClose={() => setIsBlocking(false)} />
    </section>
  );
}
