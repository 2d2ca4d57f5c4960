import { App, Button, Form, Input, Modal, Select, Typography } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { useActForm } from '../../desk/useActForm';
import { CreateWebhookDocument, DeleteWebhookDocument, RotateWebhookSecretDocument, UpdateWebhookDocument, WebhooksDocument, type WebhooksQuery } from './webhooks.gen';

type Hook = WebhooksQuery['webhooks']['edges'][number]['node'];

export default function Webhooks() {
  const { t } = useTranslation('webhooks');
  const reading = useData(WebhooksDocument, {});
  const [open, setOpen] = useState<Hook | 'new' | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const events = reading.kind === 'data' ? reading.data.webhookEvents : [];
  return (
    <Page title={t('title')} lead={t('lead')} acts={<Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen('new')}>{t('create')}</Button>}>
      <States of={reading} isEmpty={(data) => data.webhooks.edges.length === 0} empty={<section className="card"><Nothing title={t('empty')} hint={t('emptyHint')} /></section>}>
        {(data) => <div className="stack">{data.webhooks.edges.map(({ node }) => <HookCard key={node.id} hook={node} onEdit={() => setOpen(node)} onSecret={setSecret} again={reading.again} />)}</div>}
      </States>
      <HookModal hook={open} events={events} onClose={() => setOpen(null)} onSecret={(made) => { setSecret(made); reading.again(); }} />
      <Modal open={secret !== null} title={t('secret')} footer={<Button type="primary" onClick={() => setSecret(null)}>{t('shared:act.close')}</Button>} onCancel={() => setSecret(null)}>
        <p className="muted">{t('secretHint')}</p>
        <Typography.Paragraph copyable code>{secret ?? ''}</Typography.Paragraph>
      </Modal>
    </Page>
  );
}

function HookCard({ hook, onEdit, onSecret, again }: { hook: Hook; onEdit: () => void; onSecret: (secret: string) => void; again: () => void }) {
  const { t } = useTranslation('webhooks');
  const { message, modal } = App.useApp();
  const [update, isUpdating] = useAct(UpdateWebhookDocument);
  const [remove] = useAct(DeleteWebhookDocument);
  const [rotate] = useAct(RotateWebhookSecretDocument);
  const confirm = (title: string, content: string, okText: string, isDanger: boolean, onOk: () => Promise<void>): void =>
    void modal.confirm({ title, content, okText, okButtonProps: { danger: isDanger }, cancelText: t('shared:act.cancel'), onOk });
  async function toggle(): Promise<void> {
    const outcome = await update({ input: { webhookId: hook.id, isActive: !hook.isActive } });
    if (!outcome.ok) void message.error(outcome.problem.message);
  }
  return (
    <section className="card">
      <div className="card-head">
        <h2 style={{ overflowWrap: 'anywhere' }}>{hook.url}</h2>
        <Tag tone={hook.isActive ? (hook.failingSinceAt ? 'warn' : 'good') : 'plain'}>{t(hook.isActive ? 'active' : 'off')}</Tag>
      </div>
      <p className="muted">
        {hook.events.join('、')}
        {hook.failingSinceAt && ` · ${t('failing', { date: date(hook.failingSinceAt) })}`}
        {hook.disabledAt && ` · ${t('disabled', { date: date(hook.disabledAt) })}`}
      </p>
      <div className="acts">
        <Link to={`/webhooks/${encodeURIComponent(hook.id)}`}><Button>{t('deliveries')}</Button></Link>
        <Button onClick={onEdit}>{t('edit')}</Button>
        <Button loading={isUpdating} onClick={() => void toggle()}>{t(hook.isActive ? 'turnOff' : 'turnOn')}</Button>
        <Button
          onClick={() =>
            confirm(t('rotateOf', { url: hook.url }), t('rotateHint'), t('rotate'), false, async () => {
              const outcome = await rotate({ input: { webhookId: hook.id } });
              if (outcome.ok) onSecret(outcome.made.secret);
              else void message.error(outcome.problem.message);
            })
          }
        >
          {t('rotate')}
        </Button>
        <Button
          danger
          onClick={() =>
            confirm(t('deleteOf', { url: hook.url }), t('deleteHint'), t('delete'), true, async () => {
              const outcome = await remove({ input: { webhookId: hook.id } });
              void (outcome.ok ? message.success(t('deleted')) : message.error(outcome.problem.message));
              again();
            })
          }
        >
          {t('delete')}
        </Button>
      </div>
    </section>
  );
}

interface Typed {
  url: string;
  events: string[];
}

function HookModal({ hook, events, onClose, onSecret }: { hook: Hook | 'new' | null; events: readonly string[]; onClose: () => void; onSecret: (secret: string) => void }) {
  const { t } = useTranslation('webhooks');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const [create, isCreating] = useAct(CreateWebhookDocument);
  const [update, isUpdating] = useAct(UpdateWebhookDocument);
  const old = hook === 'new' ? null : hook;
  const saved = (): void => {
    void message.success(t('saved'));
    onClose();
  };
  const submit = (typed: Typed): Promise<boolean> =>
    old
      ? act.send(() => update({ input: { webhookId: old.id, ...typed } }), saved)
      : act.send(
          () => create({ input: typed }),
          (made) => {
            onClose();
            onSecret(made.secret);
          },
        );
  return (
    <ActModal<Typed> open={hook !== null} title={t(old ? 'edit' : 'create')} submit={t('shared:act.save')} busy={isCreating || isUpdating} act={act} initial={{ url: old?.url ?? '', events: [...(old?.events ?? [])] }} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <Form.Item name="url" label={t('url')} extra={t('urlHint')} rules={needed(t('url'))}><Input type="url" /></Form.Item>
      <Form.Item name="events" label={t('events')} rules={chosen(t('events'))}><Select mode="multiple" options={events.map((one) => ({ value: one, label: one }))} /></Form.Item>
    </ActModal>
  );
}
