def builds = new File(basedir, 'build.log').getText('UTF-8').split('BUILD SUCCESS')
assert builds.length == 4

assert builds[0].contains('2 models: 2 compiled, 0 unchanged')
assert builds[1].contains('2 models: 0 compiled, 2 unchanged')
assert builds[2].contains('2 models: 2 compiled, 0 unchanged')

def sources = new File(basedir, 'target/generated-sources/costate')
assert new File(sources, 'com/acme/Fit.java').text.contains('7.25')
assert !new File(sources, 'com/acme/Shared.java').exists()
assert new File(basedir, 'target/classes/com/acme/Fit.class').isFile()
return true
