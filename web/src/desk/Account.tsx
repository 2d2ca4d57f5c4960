import { App, Button, Form, Input, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { SetLocaleDocument, SetPasswordDocument } from '../core/auth/auth.gen';
import { choose, signOut } from '../core/auth/session';
import { useSession, useSeatName } from '../core/auth/useSession';
import { useAct } from '../core/data/useAct';
import { speak, type Lang } from '../core/i18n';
import { useRules } from './fields';
import { Page } from './Page';
import { useActForm } from './useActForm';

interface Typed {
  current: string;
  password: string;
}

/** One's own account: password, language, where to act, signing out. */
export default function Account() {
  const { t, i18n } = useTranslation();
  const { me, seats, seat } = useSession();
  const nameOf = useSeatName();
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<Typed>();
  const [setPassword, isSaving] = useAct(SetPasswordDocument);
  const [setLocale] = useAct(SetLocaleDocument);

  const change = (typed: Typed): Promise<boolean> =>
    act.send(
      () => setPassword({ input: typed }),
      () => {
        act.form.resetFields();
        void message.success(t('account.changed'));
      },
    );

  async function talk(lang: Lang): Promise<void> {
    await speak(lang);
    await setLocale({ input: { locale: lang === 'en' ? 'EN' : 'ZH_CN' } });
  }

  return (
    <Page title={t('app.account')} lead={[me?.displayName, me?.login].filter(Boolean).join(' · ')}>
      <div className="columns">
        <section className="card">
          <div className="card-head"><h2>{t('account.password')}</h2></div>
          {act.problem && <p className="form-error" role="alert">{act.problem}</p>}
          <Form<Typed> form={act.form} layout="vertical" onFinish={(typed) => void change(typed)} style={{ maxWidth: 360 }}>
            <Form.Item name="current" label={t('account.current')} rules={needed(t('account.current'))}><Input.Password autoComplete="current-password" /></Form.Item>
            <Form.Item name="password" label={t('account.new')} extra={t('account.newHint')} rules={needed(t('account.new'))}><Input.Password autoComplete="new-password" /></Form.Item>
            <Button type="primary" htmlType="submit" loading={isSaving}>{t('account.change')}</Button>
          </Form>
        </section>
        <div className="stack">
          <section className="card">
            <div className="card-head"><h2>{t('account.language')}</h2></div>
            <Segmented<Lang> value={i18n.language === 'en' ? 'en' : 'zh-CN'} onChange={(lang) => void talk(lang)} options={[{ value: 'zh-CN', label: t('lang.zh-CN') }, { value: 'en', label: t('lang.en') }]} />
          </section>
          {seats.length > 1 && (
            <section className="card" id="seats">
              <div className="card-head"><h2>{t('app.switchSeat')}</h2></div>
              <div className="stack">
                {seats.map((one) => <Button key={one.key} disabled={one.key === seat?.key} onClick={() => choose(one)}>{nameOf(one)}</Button>)}
              </div>
            </section>
          )}
          <section className="card">
            <div className="card-head"><h2>{t('account.leave')}</h2></div>
            <p className="muted">{t('account.leaveHint')}</p>
            <div style={{ display: 'flex', gap: 8 }}>
              <Button onClick={() => void signOut()}>{t('app.signOut')}</Button>
              <Button danger onClick={() => void signOut(true)}>{t('app.signOutEverywhere')}</Button>
            </div>
          </section>
        </div>
      </div>
    </Page>
  );
}
