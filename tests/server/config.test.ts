import { describe, expect, it } from 'vitest'
import { readConfig } from '../../server/config.ts'

describe('settings from the environment', () => {
  it('needs none', () => {
    expect(readConfig({})).toEqual({
      ok: true,
      value: {
        port: null,
        host: '127.0.0.1',
        dataDir: './data',
        backups: { dir: './data/backups', keep: 48 },
        logLevel: 'info',
        clockRate: 1,
        publicUrl: null,
        trustProxy: 0,
        openingsPerHour: 1000,
        metricsToken: null,
        metricsLocal: false,
      },
    })
  })

  it('takes every one of them, and ignores what it does not know', () => {
    const env = {
      PORT: '8080',
      HOST: '0.0.0.0',
      DATA_DIR: '/var/lib/yoriai',
      BACKUP_DIR: '/mnt/other',
      BACKUP_KEEP: '7',
      LOG_LEVEL: 'warn',
      CLOCK_RATE: '60',
      PUBLIC_URL: 'https://yoriai.example.org/',
      TRUST_PROXY: '1',
      OPENINGS_PER_HOUR: '20',
      PATH: '/usr/bin',
    }
    expect(readConfig(env)).toEqual({
      ok: true,
      value: {
        port: 8080,
        host: '0.0.0.0',
        dataDir: '/var/lib/yoriai',
        backups: { dir: '/mnt/other', keep: 7 },
        logLevel: 'warn',
        clockRate: 60,
        publicUrl: 'https://yoriai.example.org',
        trustProxy: 1,
        openingsPerHour: 20,
        metricsToken: null,
        metricsLocal: false,
      },
    })
  })

  it('F-49 takes no backups by itself where none are to be kept', () => {
    const read = readConfig({ BACKUP_KEEP: '0' })
    expect(read.ok && read.value.backups).toBeNull()
  })

  it('names all mistakes at once', () => {
    const read = readConfig({
      PORT: '70000',
      HOST: ' ',
      LOG_LEVEL: 'loud',
      CLOCK_RATE: '0',
      PUBLIC_URL: 'yoriai.example.org',
      TRUST_PROXY: 'yes',
    })
    expect(read).toEqual({
      ok: false,
      error: [
        'PORT must be a whole number from 0 to 65535.',
        'HOST must not be empty.',
        'LOG_LEVEL must be one of silent, error, warn, info, debug.',
        'CLOCK_RATE must be a number from 1 to 1000.',
        'PUBLIC_URL must be a web address such as https://yoriai.example.org.',
        'TRUST_PROXY must be a whole number from 0 to 10.',
      ],
    })
  })

  it.each(['', ' ', '3000.5', '-1', 'abc', '1e9'])('refuses %j as a port', (PORT) => {
    expect(readConfig({ PORT }).ok).toBe(false)
  })
})
