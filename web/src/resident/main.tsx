import { StrictMode, useEffect, useMemo, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { Provider } from 'urql';
import { begin } from '../core/auth/session';
import { useSession } from '../core/auth/useSession';
import { paint } from '../core/colour';
import { makeClient } from '../core/data/client';
import { beginWords, type Found } from '../core/i18n';
import { Gate } from './Gate';
import { Toasts } from './parts/Toasts';
import { Shell } from './Shell';
import './resident.css';

function Data({ children }: { children: ReactNode }) {
  const { me, seat } = useSession();
  const whose = `${me?.accountId ?? ''} ${seat?.key ?? ''}`;
  const client = useMemo(() => ({ whose, made: makeClient() }), [whose]);
  useEffect(() => void paint(seat?.colour ?? '#1f5d57'), [seat]);
  return <Provider key={whose} value={client.made}>{children}</Provider>;
}

async function start(): Promise<void> {
  await beginWords(import.meta.glob('./*/zh-CN.json') as Found, import.meta.glob('./*/en.json') as Found);
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <BrowserRouter basename="/m">
        <Data>
          <Gate><Shell /></Gate>
          <Toasts />
        </Data>
      </BrowserRouter>
    </StrictMode>,
  );
  await begin({ name: 'm', roles: ['RESIDENT', 'APPLICANT'], asResident: true });
}

void start();
