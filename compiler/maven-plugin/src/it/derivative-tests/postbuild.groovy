def log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('2 tests of derivatives')
assert log.contains('Tests run: 4, Failures: 0, Errors: 0, Skipped: 0')
assert log.contains('Never.model: no seeded data was found at which all outputs are finite; put data into Never.json')
assert log.contains('Models without data for their tests: 1')

def data = new File(basedir, 'target/test-classes')
assert new File(data, 'com/acme/NamedDerivativesTest.point').getText('UTF-8').contains('the data of Named.json')
assert new File(data, 'SeededDerivativesTest.point').getText('UTF-8').contains('seeded data')

// The second build has other models.
assert !new File(basedir, 'target/generated-test-sources/costate-derivatives/SeededDerivativesTest.java').exists()
return true
