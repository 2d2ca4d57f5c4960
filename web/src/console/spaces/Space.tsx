import { App, Button, Tabs, Typography } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { dialog } from '../../desk/afresh';
import { later } from '../../desk/later';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { Rules } from './Rules';
import type { SpaceHere } from './SpaceModal';
import { NewSpaceAddressDocument, SpacePageDocument, UpdateSpaceDocument } from './spaces.gen';

const Blocks = later(async () => ({ default: (await import('./Blocks')).Blocks }));
const Use = later(async () => ({ default: (await import('./Use')).Use }));
const SpaceModal = dialog(() => import('./SpaceModal'));
const TABS = ['rules', 'blocks', 'use'] as const;

export default function Space() {
  const { t } = useTranslation('spaces');
  const { id = '' } = useParams();
  const reading = useData(SpacePageDocument, { id });
  if (reading.kind === 'data' && reading.data.space) return <Found space={reading.data.space} />;
  return (
    <Page title={t('title')} crumbs={[{ to: '/spaces', label: t('title') }]}>
      <section className="card"><States of={reading} isEmpty={() => true} empty={<Nothing title={t('empty')} />}>{() => null}</States></section>
    </Page>
  );
}

function Found({ space }: { space: SpaceHere }) {
  const { t } = useTranslation('spaces');
  const may = useMay();
  const { modal, message } = App.useApp();
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('rules').withOptions({ history: 'push' }));
  const [isEditing, setIsEditing] = useState(false);
  const [update, isBusy] = useAct(UpdateSpaceDocument);

  async function setOpen(isOpen: boolean): Promise<void> {
    const outcome = await update({ input: { spaceId: space.id, isOpen } });
    if (outcome.ok) void message.success(t('saved'));
    else void message.error(outcome.problem.message);
  }
  const [rotate, isRotating] = useAct(NewSpaceAddressDocument);
  const feed = (): void =>
    void modal.confirm({
      title: t('feedOf', { name: space.name }),
      content: t('feedHint'),
      okText: t('feedMake'),
      cancelText: t('shared:act.cancel'),
      onOk: async () => {
        const outcome = await rotate({ input: { owner: 'SPACE', spaceId: space.id } });
        if (outcome.ok) modal.success({ title: t('feedOf', { name: space.name }), content: <><Typography.Paragraph copyable code>{outcome.made.url}</Typography.Paragraph><p className="muted">{t('feedOnce')}</p></> });
        else void message.error(outcome.problem.message);
      },
    });
  const ask = (): void =>
    void modal.confirm({ title: t('closeOf', { name: space.name }), content: t('closeHint'), okText: t('close'), okButtonProps: { danger: true }, cancelText: t('shared:act.cancel'), onOk: () => setOpen(false) });

  return (
    <Page
      title={space.name}
      lead={<>{[t(`kinds.${space.kind}`), space.community?.name, space.location, t('people', { count: space.capacity })].filter(Boolean).join(' · ')} <Tag tone={space.isOpen ? 'good' : 'plain'}>{t(space.isOpen ? 'open' : 'shut')}</Tag></>}
      crumbs={[{ to: '/spaces', label: t('title') }]}
      acts={
        <>
          {may('feeds:rotate') && <Button loading={isRotating} onClick={feed}>{t('feed')}</Button>}
          {may('spaces:manage') && (
            <>
              {space.isOpen ? <Button danger loading={isBusy} onClick={ask}>{t('close')}</Button> : <Button loading={isBusy} onClick={() => void setOpen(true)}>{t('reopen')}</Button>}
              <Button type="primary" onClick={() => setIsEditing(true)}>{t('edit')}</Button>
            </>
          )}
        </>
      }
    >
      <Tabs
        activeKey={tab}
        onChange={(key) => void setTab(key as (typeof TABS)[number])}
        destroyOnHidden
        items={[
          { key: 'rules', label: t('tabs.rules'), children: <Rules space={space} /> },
          { key: 'blocks', label: t('tabs.blocks'), children: <Blocks space={space} /> },
          ...(may('spaces:view_use') ? [{ key: 'use', label: t('tabs.use'), children: <Use spaceId={space.id} /> }] : []),
        ]}
      />
      <SpaceModal open={isEditing} space={space} onClose={() => setIsEditing(false)} />
    </Page>
  );
}
