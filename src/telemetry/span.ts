import type { Attributes } from '@opentelemetry/api';
import type { Activity } from './activity.ts';

/** A span as it begins. */
export interface SpanStart {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'internal';
  readonly attributes: Attributes;
}

/** A segment of a path that is an identifier, such as a company's. */
const IDENTIFIER = /(?<=\/)(\d+|[\da-f]{8}-[\da-f-]{27})(?=\/|$)/gi;

/**
 * The span of an activity, with attributes as OpenTelemetry names them. They have no address, query string, header, body, parameter
 * or message: what a person, a customer or the books have is in those.
 */
export function spanStart(activity: Activity): SpanStart {
  switch (activity.kind) {
    case 'request':
      return { name: activity.method, kind: 'server', attributes: { 'http.request.method': activity.method } };
    case 'operation':
      return { name: 'GraphQL', kind: 'internal', attributes: {} };
    case 'service':
      return {
        name: `${activity.name} ${activity.of}`,
        kind: 'internal',
        attributes: { 'qbr.service.call': activity.name, 'qbr.service.of': activity.of },
      };
    case 'statement':
      return {
        name: verbOf(activity.sql),
        kind: 'client',
        attributes: { 'db.system.name': 'postgresql', 'db.query.text': activity.sql },
      };
    case 'vendor request': {
      const { vendor, method, path } = activity;
      return {
        name: `${method} ${vendor}`,
        kind: 'client',
        attributes: {
          'peer.service': vendor,
          'http.request.method': method,
          'url.template': path.replace(/[?#].*$/, '').replace(IDENTIFIER, '{id}'),
        },
      };
    }
  }
}

/** What is known of an activity when it has ended; a new name where that is known only then. */
export function spanEnd(activity: Activity): { readonly name?: string; readonly attributes: Attributes } {
  switch (activity.kind) {
    case 'request': {
      const { method, route, status } = activity;
      const attributes = { 'http.route': route, 'http.response.status_code': status };
      return { name: `${method} ${route}`, attributes };
    }
    case 'operation': {
      const { name, outcome } = activity;
      const attributes = { 'qbr.graphql.outcome': outcome, ...(name !== null && { 'graphql.operation.name': name }) };
      return { ...(name !== null && { name: `GraphQL ${name}` }), attributes };
    }
    case 'service':
      return { attributes: activity.audited.length > 0 ? { 'qbr.audit.actions': [...activity.audited] } : {} };
    case 'statement':
      return { attributes: {} };
    case 'vendor request': {
      const { tries, outcome } = activity;
      return { attributes: { 'http.request.resend_count': Math.max(0, tries - 1), 'qbr.vendor.outcome': outcome } };
    }
  }
}

function verbOf(sql: string): string {
  return /\w+/.exec(sql)?.[0].toUpperCase() ?? 'SQL';
}
