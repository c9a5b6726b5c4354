import { describe, expect, it } from 'vitest';
import { connectWiseBaseUrl } from '#src/collect/connectwise/api.ts';

describe('the API address of a configured server', () => {
  it.each([
    ['na.myconnectwise.net', 'https://api-na.myconnectwise.net/v4_6_release/apis/3.0'],
    ['https://NA.myconnectwise.net/', 'https://api-na.myconnectwise.net/v4_6_release/apis/3.0'],
    ['eu.myconnectwise.net', 'https://api-eu.myconnectwise.net/v4_6_release/apis/3.0'],
    ['aus.myconnectwise.net', 'https://api-aus.myconnectwise.net/v4_6_release/apis/3.0'],
    ['api-na.myconnectwise.net', 'https://api-na.myconnectwise.net/v4_6_release/apis/3.0'],
    ['staging.connectwisedev.com', 'https://api-staging.connectwisedev.com/v4_6_release/apis/3.0'],
    ['connect.example.com', 'https://connect.example.com/v4_6_release/apis/3.0'],
    [' connect.example.com:8443 ', 'https://connect.example.com:8443/v4_6_release/apis/3.0'],
    ['https://connect.example.com/v2025_1/apis/3.0/', 'https://connect.example.com/v2025_1/apis/3.0'],
    ['na.myconnectwise.net/v2025_1/apis/3.0', 'https://api-na.myconnectwise.net/v2025_1/apis/3.0'],
    ['http://localhost:4010', 'http://localhost:4010/v4_6_release/apis/3.0'],
    ['http://127.0.0.1:4010/apis', 'http://127.0.0.1:4010/apis'],
    ['http://[::1]:4010', 'http://[::1]:4010/v4_6_release/apis/3.0'],
    ['localhost:4010', 'https://localhost:4010/v4_6_release/apis/3.0'],
    ['evil-na.myconnectwise.net.example.com', 'https://evil-na.myconnectwise.net.example.com/v4_6_release/apis/3.0'],
  ])('%s is %s', (server, url) => {
    expect(connectWiseBaseUrl(server)).toBe(url);
    expect(connectWiseBaseUrl(url)).toBe(url);
  });

  it.each([
    ['http://connect.example.com', /must use https/],
    ['http://127.0.0.1.example.com', /must use https/],
    ['ftp://connect.example.com', /host name or URL/],
    ['', /host name or URL/],
    ['two words', /host name or URL/],
    ['https://user:secret@connect.example.com', /must not contain a user/],
    ['https://connect.example.com?x=1', /must not contain a user, password, query/],
  ])('%j is refused', (server, problem) => {
    expect(() => connectWiseBaseUrl(server)).toThrow(problem);
    expect(() => connectWiseBaseUrl(server)).not.toThrow(/secret/);
  });
});
