import { App, Button, Form, Input, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { useRules } from '../../desk/fields';
import { Page } from '../../desk/Page';
import { States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { useActForm } from '../../desk/useActForm';
import { ProviderSetDocument, SetProviderDocument, type ProviderSetQuery } from './settings.gen';

interface Typed {
  issuer: string;
  clientId: string;
  clientSecret?: string;
}

/** The operator's own OpenID provider: the one that is set, and the form that puts another in its place. */
export default function Provider() {
  const { t } = useTranslation('settings');
  const reading = useData(ProviderSetDocument, {});
  return (
    <Page title={t('provider.title')} lead={t('provider.lead')}>
      <States of={reading}>
        {({ identityProvider: found }) => (
          <div className="stack" style={{ maxWidth: 640 }}>
            <section className="card" aria-label={t('provider.now')}>
              <div className="card-head"><h2 className="grow">{t('provider.now')}</h2><Tag tone={found ? 'good' : 'plain'}>{t(found ? 'provider.isSet' : 'provider.notSet')}</Tag></div>
              {found ? (
                <>
                  <dl className="facts">
                    <dt>{t('provider.issuer')}</dt><dd>{found.issuer}</dd>
                    <dt>{t('provider.clientId')}</dt><dd>{found.clientId}</dd>
                  </dl>
                  <p className="muted" style={{ margin: '16px 0 4px' }}>{t('provider.redirect')}</p>
                  <Typography.Paragraph copyable code style={{ margin: 0 }}>{found.redirectUri}</Typography.Paragraph>
                </>
              ) : <p className="muted" style={{ margin: 0 }}>{t('provider.byPassword')}</p>}
            </section>
            <Setting found={found ?? null} again={reading.again} />
          </div>
        )}
      </States>
    </Page>
  );
}

function Setting({ found, again }: { found: ProviderSetQuery['identityProvider']; again: () => void }) {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<Typed>();
  const [set, isBusy] = useAct(SetProviderDocument);
  const send = ({ issuer, clientId, clientSecret }: Typed): void =>
    void act.send(
      () => set({ input: { issuer, clientId, clientSecret: clientSecret || null } }),
      () => {
        act.form.resetFields(['clientSecret']);
        void message.success(t('saved'));
        again();
      },
    );
  return (
    <section className="card" aria-label={t('provider.set')}>
      <div className="card-head"><h2>{t(found ? 'provider.replace' : 'provider.set')}</h2></div>
      {act.problem && <p className="form-error" role="alert">{act.problem}</p>}
      <Form<Typed> form={act.form} layout="vertical" initialValues={{ issuer: found?.issuer ?? '', clientId: found?.clientId ?? '' }} onFinish={send}>
        <Form.Item name="issuer" label={t('provider.issuer')} extra={t('provider.issuerHint')} rules={needed(t('provider.issuer'))}><Input type="url" maxLength={300} autoComplete="off" /></Form.Item>
        <Form.Item name="clientId" label={t('provider.clientId')} rules={needed(t('provider.clientId'))}><Input maxLength={200} autoComplete="off" /></Form.Item>
        <Form.Item name="clientSecret" label={t('provider.secret')} extra={t('provider.secretHint')}><Input.Password maxLength={500} autoComplete="new-password" /></Form.Item>
        <Button type="primary" htmlType="submit" loading={isBusy}>{t('save')}</Button>
      </Form>
    </section>
  );
}
